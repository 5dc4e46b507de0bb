import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CodeFlow } from '../../../client/deployments/code-flow.ts';
import { CodeFlows } from '../../../client/deployments/flow-source.ts';
import { Emitter } from '../../../client/emitter.ts';
import type { Plan } from '../../../client/runs/graph-layout.ts';
import { codeFlow } from '../../support/fake-context.ts';

function open(texts: CodeFlow[], plan?: Plan) {
  const read = new Emitter<undefined>();
  const answered = new Emitter<undefined>();
  const known: { flows: CodeFlow[] | undefined } = { flows: undefined };
  const flows = new CodeFlows(
    { flows: () => texts, onDidChange: read.event },
    { flows: () => known.flows, plan: async () => plan, parameters: async () => ({ type: 'object' }), onDidChange: answered.event },
  );
  let changes = 0;
  flows.onDidChange(() => (changes += 1));
  return { flows, read, answered, known, changes: () => changes };
}

test('flows come from the texts until the language server knows them, and only what is new is told', () => {
  const { flows, read, answered, known, changes } = open([codeFlow('etl')]);
  read.fire(undefined);
  read.fire(undefined);
  assert.equal(changes(), 1);
  known.flows = [codeFlow('etl')];
  answered.fire(undefined);
  assert.equal(changes(), 1);
  known.flows = [codeFlow('etl'), codeFlow('other')];
  answered.fire(undefined);
  assert.equal(changes(), 2);
  assert.deepEqual(
    flows.flows().map(({ name }) => name),
    ['etl', 'other'],
  );
  flows.dispose();
  read.fire(undefined);
  assert.equal(changes(), 2);
});

test('the place of a task is known from the plan, else from the text of the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-flows-'));
  const path = join(folder, 'etl.ts');
  writeFileSync(path, `import { task } from 'millrace';\nconst load = task({ name: 'load' }, async () => 1);\n`);
  const flow = codeFlow('etl', { place: { path, line: 0, character: 0 } });
  const place = { path, line: 7, character: 3 };
  const planned = open([flow], { nodes: [{ id: 'n', label: 'load', kind: 'task-run', place }], edges: [] });
  assert.deepEqual(await planned.flows.placeOfTask(flow, 'load'), place);
  const { flows } = open([flow]);
  assert.equal((await flows.placeOfTask(flow, 'load'))?.line, 1);
  assert.equal(await flows.placeOfTask(flow, 'absent'), undefined);
  assert.deepEqual(await flows.plan('nothing'), { nodes: [], edges: [] });
  assert.deepEqual(await flows.parameters(flow), { type: 'object' });
  rmSync(folder, { recursive: true });
});
