import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandIds, flowFiles, flowLanguages, viewIds } from '../../client/contributes.ts';
import { commands } from '../../client/commands/index.ts';
import { isReadable } from '../../server/workspace/languages.ts';
import { tools } from '../../runtime/agent-tools/index.ts';

interface Manifest {
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string }; virtualWorkspaces: { supported: string } };
  contributes: {
    commands: { command: string; title: string }[];
    views: Record<string, { id: string; icon: string }[]>;
    viewsWelcome: { view: string; contents: string }[];
    menus: Record<string, { command: string }[]>;
    configuration: { properties: Record<string, { markdownDescription: string; scope: string }> };
    colors: { id: string; defaults: Record<string, string> }[];
    problemPatterns: { patterns: { regexp: string }[] }[];
    languageModelTools: { name: string; modelDescription: string; inputSchema: object }[];
    walkthroughs: { steps: { media: { markdown: string } }[] }[];
    breakpoints: { language: string }[];
    debuggers: { languages: string[] }[];
    chatSkills: { path: string }[];
  };
}

const root = join(import.meta.dirname, '../..');
const manifestText = readFileSync(join(root, 'package.json'), 'utf8');
const manifest: Manifest = JSON.parse(manifestText);
const texts: Record<string, string> = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
const { contributes } = manifest;

test('the commands of package.json are those of the code', () => {
  assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), [...commandIds].toSorted());
});

test('every command of the table is contributed', () => {
  assert.deepEqual(
    Object.keys(commands).filter((id) => !commandIds.some((known) => known === id)),
    [],
  );
});

test('the views of package.json are those of the code', () => {
  assert.deepEqual(contributes.views['millrace']?.map(({ id }) => id).toSorted(), Object.values(viewIds).toSorted());
});

test('menus and welcome views name commands that exist', () => {
  const named = [
    ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
    ...contributes.viewsWelcome.flatMap(({ contents }) =>
      [...(texts[contents.slice(1, -1)] ?? '').matchAll(/command:(millrace\.\w+)/g)].map((match) => match[1] ?? ''),
    ),
  ];
  assert.deepEqual(
    named.filter((id) => !commandIds.some((known) => known === id)),
    [],
  );
});

test('every text that people read can be translated', () => {
  const keys = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '');
  assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(texts).toSorted());
  for (const { title } of contributes.commands) assert.match(title, /^%.*%$/);
});

test('it is never activated without a reason', () => {
  assert.deepEqual(
    manifest.activationEvents.filter((event) => event === '*' || event === 'onStartupFinished'),
    [],
  );
});

test('flows in every dialect of the language have breakpoints, debugging and what is shown in their files', () => {
  const { breakpoints, debuggers } = contributes;
  assert.deepEqual(
    breakpoints.map(({ language }) => language),
    flowLanguages,
  );
  assert.deepEqual(debuggers[0]?.languages, flowLanguages);
  const activating = manifest.activationEvents.filter((event) => event.startsWith('onLanguage:'));
  assert.deepEqual(
    activating,
    flowLanguages.map((language) => `onLanguage:${language}`),
  );
});

test('the files in which flows are looked for are those that the language server reads', () => {
  const endings = /\{(.*)\}/.exec(flowFiles)?.[1]?.split(',') ?? [];
  assert.deepEqual(
    endings.filter((ending) => isReadable(`/p/flows.${ending}`)),
    endings,
  );
  assert.equal(endings.length, 8);
});

test('untrusted and virtual workspaces are limited', () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
  assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
});

test('every setting says what it is for and has a scope', () => {
  for (const [id, { markdownDescription, scope }] of Object.entries(contributes.configuration.properties)) {
    assert.match(markdownDescription, /^%.*%$/, id);
    assert.ok(['machine-overridable', 'resource', 'window'].includes(scope), id);
  }
});

test('the tools for language models are those of the runtime', () => {
  assert.deepEqual(
    contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({ name, modelDescription, inputSchema })),
    JSON.parse(
      JSON.stringify(
        tools.map(({ name, description, input }) => ({ name: `millrace_${name}`, modelDescription: description, inputSchema: input })),
      ),
    ),
  );
});

test('the walkthrough has at most five steps and ends in a run; its pages and the skills exist', () => {
  const [walkthrough] = contributes.walkthroughs;
  assert.ok(walkthrough !== undefined && walkthrough.steps.length <= 5);
  assert.match(walkthrough.steps.at(-1)?.media.markdown ?? '', /run\.md$/);
  for (const path of [...walkthrough.steps.map(({ media }) => media.markdown), ...contributes.chatSkills.map((skill) => skill.path)])
    assert.ok(existsSync(join(root, path)), path);
});

test('the problem matcher reads what "millrace lint" prints', () => {
  const [file, problem] = contributes.problemPatterns[0]?.patterns.map(({ regexp }) => new RegExp(regexp)) ?? [];
  assert.equal(file?.exec('flows/etl.ts')?.[1], 'flows/etl.ts');
  const found = problem?.exec("  8:5  warning  Task 'flaky' changes 'attempts'. Return the value instead.  mutated-outer-variable-in-task");
  assert.deepEqual(found?.slice(1), [
    '8',
    '5',
    'warning',
    "Task 'flaky' changes 'attempts'. Return the value instead.",
    'mutated-outer-variable-in-task',
  ]);
  assert.equal(file?.exec('  8:5  warning  x  y'), null);
});

test('colours of states are seen in high contrast: there the colours of failed tests are none', () => {
  for (const { id, defaults } of contributes.colors) {
    for (const theme of ['highContrast', 'highContrastLight']) assert.doesNotMatch(defaults[theme] ?? '', /icon(Failed|Errored)$/, id);
  }
});
