import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeActions } from '../../server/features/code-actions.ts';
import { completion } from '../../server/features/completion.ts';
import { diagnosticsOf } from '../../server/features/diagnostics.ts';
import { flowGraph } from '../../server/features/flow-graph.ts';
import { foldingRanges } from '../../server/features/folding.ts';
import { hover } from '../../server/features/hover.ts';
import { inlayHints } from '../../server/features/inlay-hints.ts';
import { lenses } from '../../server/features/lenses.ts';
import { definition, references } from '../../server/features/references.ts';
import { signatureHelp } from '../../server/features/signature-help.ts';
import { documentSymbols } from '../../server/features/symbols.ts';
import { rules } from '../../server/rules/index.ts';
import { parameterSchema } from '../../server/schema/parameter-schema.ts';
import { Session } from '../../server/session.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { folderOf } from '../support/folder.ts';
import { projectOf } from '../support/project-of.ts';
import { randomFrom } from '../support/random.ts';
import { sample } from '../support/sample.ts';

/** How many edits; more with FUZZ=10000. */
const edits = Number(process.env['FUZZ'] ?? 300);
const now = new Date('2026-03-01T00:00:00Z');
const examples = ['distributed-etl/flows.ts', 'map.ts', 'nested.ts'].map((file) =>
  readFileSync(join(import.meta.dirname, '../../examples', file), 'utf8'),
);
const pieces = [
  '{',
  '}',
  '(',
  ')',
  "'",
  '`',
  '${',
  '.submit(',
  'flow(',
  'task({',
  'await ',
  'runDeployment(',
  '\n',
  '// millrace-disable-next-line\n',
  ': string',
  '[',
  ',',
  '=>',
  "'etl/nightly'",
  '\u2028',
  '💡',
  '\r\n',
];

test(`${edits} random edits: nothing fails, and what is said is what a fresh start says`, async (t) => {
  const random = randomFrom(Number(process.env['SEED'] ?? 1));
  const folder = folderOf(t, { 'other.ts': sample().replaceAll("'etl'", "'etl-other'") });
  const path = join(folder, 'a.ts');
  const failed = (ruleId: string, _: string, error: unknown): never =>
    assert.fail(`${ruleId}: ${error instanceof Error ? error.stack : String(error)}`);
  const session = new Session({ roots: [folder], rules, failed });
  for await (const _ of session.workspace.index());
  let text = sample("await runDeployment('etl/nightly', { parameters: { mode: 'full' } });");
  await session.workspace.open(path, text);
  for (let edit = 0; edit < edits; edit++) {
    if (edit % 60 === 59) text = random.pick([...examples, sample()]);
    const start = random.below(text.length + 1);
    const end = Math.min(text.length, start + (random.below(3) === 0 ? random.below(30) : 0));
    const inserted = random.below(4) === 0 ? '' : random.pick(pieces);
    if (edit % 60 === 59) session.workspace.change(path, text);
    session.workspace.change(path, [{ start, end, text: inserted }]);
    session.touch();
    text = text.slice(0, start) + inserted + text.slice(end);
    assert.equal(session.workspace.textOf(path), text);
    await askEverything(session, path, random.below(text.length + 1));
    if (edit % 20 === 0) await compareWithFresh(session, folder, path, text, failed);
  }
});

test(`${edits} mutated files: every rule looks at each of them, and none fails`, () => {
  const random = randomFrom(Number(process.env['SEED'] ?? 2));
  const active = rules.map((rule) => ({
    rule,
    severity: rule.severity,
    options: Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
  }));
  const texts = [...examples, sample("await runDeployment('etl/nightly', { parameters: { mode: 'full' } });"), ...pagesOfRules()];
  for (let file = 0; file < edits; file++) {
    let text = random.pick(texts);
    for (let change = random.below(5); change >= 0; change--) {
      const start = random.below(text.length + 1);
      const end = start + (random.below(2) === 0 ? random.below(60) : 0);
      text = text.slice(0, start) + (random.below(3) === 0 ? '' : random.pick(pieces)) + text.slice(end);
    }
    const path = random.pick(['a.ts', 'a.tsx', 'a.js', 'a.cjs', 'a.mts']);
    assert.doesNotThrow(() => lintFile(projectOf({ [path]: text }), path, active), JSON.stringify(text));
  }
});

const pagesOfRules = (): string[] =>
  globSync('docs/rules/*.md', { cwd: join(import.meta.dirname, '../..') }).flatMap((page) =>
    [...readFileSync(join(import.meta.dirname, '../..', page), 'utf8').matchAll(/```ts.*\n([\s\S]*?)```/g)].map(([, text]) => text ?? ''),
  );

/** Every feature, at one place: none may throw. */
async function askEverything(session: Session, path: string, offset: number): Promise<void> {
  const view = session.view(path);
  assert.ok(view !== undefined);
  const problems = session.problems(path);
  const context = {
    problems,
    pageOf: () => undefined,
    failed: (ruleId: string, error: unknown) => assert.fail(`${ruleId}: ${String(error)}`),
  };
  diagnosticsOf(view.project, view.file, problems, () => undefined);
  await codeActions(view, { start: offset, end: Math.min(offset + 40, view.text.length) }, context);
  await hover(view, offset, now);
  completion(view, offset);
  signatureHelp(view, offset);
  definition(view, offset);
  references(view, offset, true);
  documentSymbols(view.file);
  await inlayHints(view.file, now);
  foldingRanges(view.file);
  lenses(view);
  for (const flow of view.file.flows) {
    parameterSchema(flow);
    flowGraph(view, flow);
  }
}

async function compareWithFresh(
  session: Session,
  folder: string,
  path: string,
  text: string,
  failed: (ruleId: string, path: string, error: unknown) => never,
): Promise<void> {
  const fresh = new Session({ roots: [folder], rules, failed });
  for await (const _ of fresh.workspace.index());
  await fresh.workspace.open(path, text);
  const said = (of: Session): string[] =>
    of.problems(path).map(({ ruleId, span, message }) => `${ruleId} ${span.start}-${span.end} ${message}`);
  assert.deepEqual(said(session), said(fresh), JSON.stringify(text));
}
