import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heartbeatOf } from '../../../../runtime/core/heartbeat.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** Seconds between heartbeats, who sends them, seconds of silence after the last, and what becomes of the run. */
const cases: [pace: number[], from: 'ours' | 'theirs', silence: number, state: string][] = [
  [[10], 'ours', 29, 'RUNNING'],
  [[10], 'ours', 31, 'CRASHED'],
  // One heartbeat of Prefect's says nothing about when the next one comes.
  [[], 'theirs', 100_000, 'RUNNING'],
  [[180], 'theirs', 500, 'RUNNING'],
  [[180], 'theirs', 541, 'CRASHED'],
  [[180, 30], 'theirs', 91, 'CRASHED'],
  [[1], 'theirs', 29, 'RUNNING'],
];

for (const [pace, from, silence, state] of cases) {
  test(`${from}: heartbeats ${JSON.stringify(pace)} s apart, then ${silence} s of silence: ${state}`, async () => {
    await using server = memoryServer();
    const flow = await server.client.flows.create({ name: 'f' });
    const { id } = await server.client.flowRuns.create({ flowId: flow.id, state: { type: 'RUNNING' } });
    const beat = () => server.request('POST', from === 'ours' ? '/events' : '/events?from=websocket', [heartbeatOf(id)]);
    await beat();
    for (const seconds of pace) {
      server.pass(seconds);
      await beat();
    }
    server.pass(silence);
    await server.service('silent-runs');
    assert.equal((await server.client.flowRuns.read({ id })).stateType, state);
  });
}
