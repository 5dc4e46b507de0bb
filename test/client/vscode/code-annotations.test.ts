import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowLanguages } from '../../../client/contributes.ts';
import { Failures } from '../../../client/runs/failures.ts';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import { flowRunRow, stateEvent } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';
import { done, FakeTextEditor, Uri, window } from '../../support/fake-vscode.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { annotateCode } = await withVscode(() => import('../../../client/vscode/code-annotations.ts'));

const etl = codeFlow('etl');

async function open(rows: readonly FlowRun[]) {
  const { context, fake } = await fakeContext({
    flows: [etl],
    respond: ({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : path === '/flow_runs/filter' ? rows : []),
  });
  const failures = new Failures(context);
  const editor = new FakeTextEditor(etl.place.path);
  window.visibleTextEditors = [editor, new FakeTextEditor('/project/other.ts')];
  const given: unknown[] = [{ ...context, failures }, Uri.file('/extension')];
  const annotations: { dispose(): void } = Reflect.apply(annotateCode, undefined, given);
  const marks = (): [unknown, number[]][] =>
    [...editor.decorations].filter(([, lines]) => lines.length > 0).map(([type, lines]) => [Reflect.get(type, 'icon'), lines]);
  return { context, fake, failures, marks, annotations };
}

test('lenses stand above flows in every dialect', async () => {
  const { context } = await open([flowRunRow('a', 'COMPLETED')]);
  const { selector, provider } = done.lenses.at(-1) ?? {};
  assert.deepEqual(selector, flowLanguages);
  const lenses = (await provider?.provideCodeLenses({ uri: Uri.file(etl.place.path) })) ?? [];
  assert.deepEqual(
    lenses.map(({ range, command }) => [range.startLine, command.title, command.command, command.arguments]),
    [
      [3, '$(play) Run', 'millrace.runFlow', ['flow:etl']],
      [3, '$(cloud-upload) Deploy', 'millrace.deployFlow', ['flow:etl']],
      [3, '$(debug-alt) Debug', 'millrace.debugFlow', ['flow:etl']],
      [3, 'Completed 59m ago', 'millrace.showRun', ['run:a']],
    ],
  );
  assert.deepEqual(await provider?.provideCodeLenses({ uri: Uri.file('/project/other.ts') }), []);
  assert.ok(context.runs.get('a') !== undefined);
});

test('the last state stands beside the line of the flow, and follows it', async () => {
  const { context, fake, marks } = await open([flowRunRow('a', 'RUNNING')]);
  await context.runs.ensureLoaded();
  assert.deepEqual(marks(), [['/extension/media/states/running.svg', [3]]]);
  for (const [type, icon] of [
    ['COMPLETED', 'completed'],
    ['FAILED', 'failed'],
    ['CRASHED', 'failed'],
  ] as const) {
    fake.send(stateEvent('flow-run', 'a', type));
    assert.deepEqual(marks(), [[`/extension/media/states/${icon}.svg`, [3]]]);
  }
  fake.send(stateEvent('flow-run', 'a', 'CANCELLED'));
  assert.deepEqual(marks(), []);
});

test('a failed run is a problem at its line, until the next success', async () => {
  const { fake, annotations, context } = await open([flowRunRow('a', 'RUNNING')]);
  await context.runs.ensureLoaded();
  fake.send(stateEvent('flow-run', 'a', 'FAILED', { message: 'no luck' }));
  for (let turn = 0; turn < 20; turn += 1) await settle();
  const [problem] = done.diagnostics.get(etl.place.path) ?? [];
  assert.match(problem?.message ?? '', /no luck/);
  assert.deepEqual([problem?.range.startLine, Reflect.get(new Object(problem), 'source')], [3, 'Millrace']);
  fake.send(stateEvent('flow-run', 'a', 'COMPLETED'));
  for (let turn = 0; turn < 20; turn += 1) await settle();
  assert.equal(done.diagnostics.size, 0);
  annotations.dispose();
});
