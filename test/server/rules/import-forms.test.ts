import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { rules } from '../../../server/rules/index.ts';
import type { Rule } from '../../../server/rules/rule.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { projectOf } from '../../support/project-of.ts';

/** The wrong example of every rule is found in whatever way the SDK comes into the file, and in JavaScript. */
const docs = join(import.meta.dirname, '../../../docs/rules');

type Files = Readonly<Record<string, string>>;

/** The example with its import of the SDK written in another way. */
const forms: Readonly<Record<string, (example: string) => Files>> = {
  'a namespace': (example) => ({
    'flows.ts': importing(example, (names) => `import * as sdk from 'millrace';\nconst { ${names} } = sdk;`),
  }),
  'a namespace, member by member': (example) => ({
    'flows.ts': importing(example, (names) => `import * as sdk from 'millrace';\n${each(names, (name) => `const ${name} = sdk.${name};`)}`),
  }),
  'renamed imports': (example) => ({
    'flows.ts': importing(example, (names) =>
      each(names, (name) => `import { ${name} as ${name}1 } from 'millrace';\nconst ${name} = ${name}1;`),
    ),
  }),
  'a dynamic import': (example) => ({ 'flows.ts': importing(example, (names) => `const { ${names} } = await import('millrace');`) }),
  'a barrel of the project': (example) => ({
    'sdk/index.ts': `export * from './all.ts';`,
    'sdk/all.ts': `export * from 'millrace';`,
    'flows.ts': importing(example, (names) => `import { ${names} } from './sdk/index.ts';`),
  }),
  'a path to where it is installed': (example) => ({
    'flows.ts': importing(example, (names) => `import { ${names} } from '../../node_modules/millrace/dist/sdk/index.js';`),
  }),
  'what TypeScript compiles it to': (example) => ({ 'flows.cjs': compiled(stripTypeScriptTypes(example)) }),
  JavaScript: (example) => ({ 'flows.js': stripTypeScriptTypes(example) }),
  CommonJS: (example) => ({
    'flows.cjs': importing(stripTypeScriptTypes(example), (names) => `const { ${names} } = require('millrace');`),
  }),
};

for (const [form, written] of Object.entries(forms)) {
  test(`${form} hides nothing from a rule`, () => {
    for (const rule of rules) {
      const example = exampleOf(rule);
      if (example === undefined || (needsTypes.has(rule.id) && /JavaScript|CommonJS|compiles/.test(form))) continue;
      const expected = idsIn(rule, { 'flows.ts': example });
      assert.ok(expected.length > 0, rule.id);
      assert.deepEqual(idsIn(rule, written(example)), expected, rule.id);
    }
  });
}

/** What is wrong in their examples is only seen by a type, or by the exports of a module. */
const needsTypes = new Set(['deployment-parameter-mismatch']);

/** The wrong example, where it is one file. */
function exampleOf({ id }: Rule): string | undefined {
  const section =
    readFileSync(join(docs, `${id}.md`), 'utf8')
      .split('## Incorrect')[1]
      ?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/```ts(.*)\n([\s\S]*?)```/g)];
  return blocks.length === 1 && blocks[0]?.[1] === '' ? blocks[0][2] : undefined;
}

const importing = (example: string, written: (names: string) => string): string =>
  example.replace(/import \{ ([^}]+) \} from 'millrace';/, (_, names: string) => written(names));

/** The calls as the compiler writes them for CommonJS: `(0, millrace_1.flow)(…)`. */
function compiled(example: string): string {
  const names = /import \{ ([^}]+) \} from 'millrace';/.exec(example)?.[1]?.split(', ') ?? [];
  const calls = names.reduce(
    (text, name) => text.replaceAll(new RegExp(`(?<![.\\w])${name}\\(`, 'g'), `(0, millrace_1.${name})(`),
    example,
  );
  return importing(calls, () => `const millrace_1 = require('millrace');`);
}

const each = (names: string, line: (name: string) => string): string => names.split(', ').map(line).join('\n');

function idsIn(rule: Rule, files: Files): readonly string[] {
  const options = {
    ...Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
    ...small[rule.id],
  };
  const project = projectOf(files);
  return Object.keys(files).flatMap((path) =>
    lintFile(project, path, [{ rule, severity: rule.severity, options }]).map(
      (problem) => `${problem.ruleId}: ${problem.message.slice(0, 40)}`,
    ),
  );
}

const small: Readonly<Record<string, Readonly<Record<string, number>>>> = { 'large-literal-parameter': { maximumKilobytes: 0.1 } };
