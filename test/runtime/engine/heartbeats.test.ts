import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentEvent } from '../../../runtime/core/ports.ts';
import { createHeartbeats } from '../../../runtime/engine/heartbeats.ts';

test('a run is said to be alive at once and every ten seconds until it ends', (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const sent: string[][] = [];
  const create = async (events: SentEvent[]): Promise<null> => {
    sent.push(events.map(({ event, resource }) => `${event} ${resource['prefect.resource.id']}`));
    throw new Error('a server without events must not disturb the run');
  };
  const heartbeats = createHeartbeats({ events: { create } });
  const endA = heartbeats.start('a');
  const endB = heartbeats.start('b');
  context.mock.timers.tick(10_000);
  endA();
  context.mock.timers.tick(10_000);
  endB();
  context.mock.timers.tick(60_000);
  const beat = (id: string): string => `prefect.flow-run.heartbeat prefect.flow-run.${id}`;
  assert.deepEqual(sent, [[beat('a')], [beat('b')], [beat('a'), beat('b')], [beat('b')]]);
});
