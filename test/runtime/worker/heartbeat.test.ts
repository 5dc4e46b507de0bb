import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../../runtime/api/client.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { createHeartbeat } from '../../../runtime/worker/heartbeat.ts';

/** A heartbeat to a server that answers so, and everything that happened. */
function open(answers: { worker?: Error; events?: Error } = {}, runs: string[] = ['a', 'b']) {
  const told: string[] = [];
  const client = {
    workPools: {
      async heartbeat({ name }: { name: string }, body: { name: string; heartbeatIntervalSeconds: number }) {
        if (answers.worker) throw answers.worker;
        told.push(`${body.name} in ${name} every ${body.heartbeatIntervalSeconds}`);
      },
    },
    events: {
      async create(events: { resource: Record<string, string> }[]) {
        told.push(events.map(({ resource }) => resource['prefect.resource.id']).join(','));
        if (answers.events) throw answers.events;
      },
    },
  } as unknown as Pick<Client, 'workPools' | 'events'>;
  const heartbeat = createHeartbeat({ client, pool: 'p', name: 'w', seconds: 10, runs: () => runs, log: (text) => void told.push(text) });
  return { heartbeat, told };
}

test('a worker tells its pool that it is online, and the server that its runs are alive', async () => {
  const { heartbeat, told } = open();
  await heartbeat.beat();
  assert.deepEqual(told, ['w in p every 10', 'prefect.flow-run.a,prefect.flow-run.b']);
});

test('no runs, no events', async () => {
  const { heartbeat, told } = open({}, []);
  await heartbeat.beat();
  assert.deepEqual(told, ['w in p every 10']);
});

test('a server that has no events, as 2.13, is asked for them once', async () => {
  const { heartbeat, told } = open({ events: new MillraceError('not-found', 'Not Found') });
  await heartbeat.beat();
  await heartbeat.beat();
  assert.deepEqual(told, ['w in p every 10', 'prefect.flow-run.a,prefect.flow-run.b', 'w in p every 10']);
});

test('what is not heard is logged, and tried again with the next', async () => {
  const { heartbeat, told } = open({ worker: new Error('down'), events: new MillraceError('unreachable', 'down too') });
  await heartbeat.beat();
  await heartbeat.beat();
  assert.deepEqual(
    told.filter((line) => line.startsWith('The heartbeat')),
    [
      'The heartbeat was not heard: down',
      'The heartbeat was not heard: down too',
      'The heartbeat was not heard: down',
      'The heartbeat was not heard: down too',
    ],
  );
});
