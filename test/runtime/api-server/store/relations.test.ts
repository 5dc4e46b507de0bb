import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

const { client, close } = await createCli();
after(close);
const flow = await client.flows.create({ name: 'etl' });
const planned = '2030-01-01T00:00:00Z';
await client.flowRuns.create({ flowId: flow.id, name: 'planned', state: { type: 'SCHEDULED', stateDetails: { scheduledTime: planned } } });
await client.flowRuns.create({ flowId: flow.id, name: 'started', state: { type: 'RUNNING' } });

for (const [filter, expected] of [
  [{ isNull_: false }, ['started']],
  [{ isNull_: true }, ['planned']],
  [{ after_: planned }, ['planned']],
  [{ before_: planned }, ['planned', 'started']],
] as const) {
  test(`start_time ${JSON.stringify(filter)}: a run that has not started counts by its plan, and has no start`, async () => {
    const runs = await client.flowRuns.filter({ flowRuns: { startTime: filter }, sort: 'NAME_ASC' });
    assert.deepEqual(
      runs.map(({ name }) => name),
      expected,
    );
  });
}
