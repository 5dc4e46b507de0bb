import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownPool } from '../../../client/pools/pool-store.ts';
import type { Diagnosis } from '../../../client/runs/diagnose.ts';
import { diagnoseRun } from '../../../client/runs/diagnose.ts';
import type { Run } from '../../../client/runs/run.ts';
import { toRun } from '../../../client/runs/run.ts';
import { flowRunRow, poolRow, queueRow, workerRow } from '../../support/entities.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const due = toRun(flowRunRow('a', 'SCHEDULED', { workPoolName: 'pool', workQueueName: 'urgent' }), 'etl');
const healthy: KnownPool = { pool: poolRow('pool'), queues: [queueRow('urgent')], workers: [workerRow('w')] };
const waiting = (text: string, needsWorker = false): Diagnosis => ({ text, needsWorker });

/** What is not as it should be, and what is said of a run that is due. */
const cases: Readonly<Record<string, [run: Partial<Run>, pool: Partial<KnownPool>, said: Diagnosis | undefined]>> = {
  'nothing is wrong': [{}, {}, undefined],
  'the pool is paused': [{}, { pool: poolRow('pool', { isPaused: true }), workers: [] }, waiting('pool "pool" is paused')],
  'its queue is paused': [{}, { queues: [queueRow('urgent', { isPaused: true })] }, waiting('queue "urgent" is paused')],
  'another queue is paused': [{}, { queues: [queueRow('other', { isPaused: true })] }, undefined],
  'there is no worker': [{}, { workers: [] }, waiting('no worker in pool "pool"', true)],
  'the worker is gone': [{}, { workers: [workerRow('w', { status: 'OFFLINE' })] }, waiting('no worker in pool "pool"', true)],
  'a worker of another kind is missing': [
    {},
    { pool: poolRow('pool', { type: 'docker' }), workers: [] },
    waiting('no worker in pool "pool"'),
  ],
  'the slots are taken': [{ stateName: 'AwaitingConcurrencySlot' }, {}, waiting('waits for a concurrency slot')],
  'its time has just come': [{ expected: now - 1999 }, { workers: [] }, undefined],
  'its time came two seconds ago': [{ expected: now - 2000 }, { workers: [] }, waiting('no worker in pool "pool"', true)],
  'it runs': [{ stateType: 'RUNNING' }, { workers: [] }, undefined],
  'its pool is not known': [{ pool: 'other' }, { workers: [] }, undefined],
};

for (const [what, [run, pool, said]] of Object.entries(cases)) {
  test(`where ${what}, ${said === undefined ? 'nothing is said' : `it is said: ${said.text}`}`, () =>
    assert.deepEqual(diagnoseRun({ ...due, ...run }, [{ ...healthy, ...pool }], now), said));
}
