import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MillraceError } from '../../../../runtime/core/errors.ts';
import { memoryServer } from '../../../support/memory-server.ts';

test('a rate limit gives its slots back with time', async () => {
  await using server = memoryServer();
  const { globalConcurrencyLimits: limits } = server.client;
  await limits.create({ name: 'rate', limit: 4, slotDecayPerSecond: 0.5 });
  await limits.increment({ names: ['rate'], slots: 4, mode: 'rate_limit' });
  const after: [seconds: number, taken: number][] = [
    [1, 4],
    [1.1, 3],
    [4, 1],
    [60, 0],
  ];
  for (const [seconds, taken] of after) {
    server.pass(seconds);
    assert.equal((await limits.read({ name: 'rate' })).activeSlots, taken);
  }
});

test('who finds no slot is told when to come again', async () => {
  await using server = memoryServer();
  const { globalConcurrencyLimits: limits } = server.client;
  await limits.create({ name: 'full', limit: 1 });
  await limits.increment({ names: ['full'], slots: 1 });
  await assert.rejects(
    limits.increment({ names: ['full'], slots: 1 }),
    (error) => MillraceError.is(error) && error.response?.status === 423,
  );
});

test('slots are taken of all limits or of none', async () => {
  await using server = memoryServer();
  const { globalConcurrencyLimits: limits } = server.client;
  await limits.create({ name: 'wide', limit: 5 });
  await limits.create({ name: 'narrow', limit: 1 });
  await limits.increment({ names: ['narrow'], slots: 1 });
  await assert.rejects(limits.increment({ names: ['wide', 'narrow'], slots: 1 }));
  assert.equal((await limits.read({ name: 'wide' })).activeSlots, 0);
});

test('a limit that is switched off lets everybody pass', async () => {
  await using server = memoryServer();
  const { globalConcurrencyLimits: limits } = server.client;
  await limits.create({ name: 'off', limit: 1, active: false });
  for (const slots of [1, 1, 7]) assert.equal((await limits.increment({ names: ['off'], slots })).length, 1);
  assert.equal((await limits.read({ name: 'off' })).activeSlots, 0);
});

test('a lease that nobody renews ends, and frees its slots; a renewed one lasts', async () => {
  await using server = memoryServer();
  const { globalConcurrencyLimits: limits } = server.client;
  await limits.create({ name: 'leased', limit: 2 });
  await limits.incrementWithLease({ names: ['leased'], slots: 1, leaseDuration: 60 });
  const renewed = await limits.incrementWithLease({ names: ['leased'], slots: 1, leaseDuration: 60 });
  server.pass(50);
  await limits.renewLease({ lease: renewed.leaseId }, { leaseDuration: 60 });
  server.pass(20);
  await server.service('lease-expiry');
  assert.equal((await limits.read({ name: 'leased' })).activeSlots, 1);
  await limits.decrementWithLease({ leaseId: renewed.leaseId });
  assert.equal((await limits.read({ name: 'leased' })).activeSlots, 0);
});
