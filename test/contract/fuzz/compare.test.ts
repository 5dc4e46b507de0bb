import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../../runtime/api-server/server.ts';
import type { Ask } from '../ask.ts';
import { overTransport } from '../ask.ts';
import { compare } from './compare.ts';
import { createRandom } from './random.ts';
import { sequence } from './sequence.ts';

/** The fuzzer itself: a server is equal to another of its kind, whatever is asked, and a difference is found. */
const home = mkdtempSync(join(tmpdir(), 'millrace-fuzz-'));
// What the services do depends on the moment at which they look: they do not.
const settings = { serviceInterval: 100_000, schedulerInterval: 100_000 };
const options = { database: ':memory:', port: 0, auth: false, advertise: false, settings };
const faults: string[] = [];
const report = (fault: string): void => void faults.push(fault);
const one = await startServer({ ...options, home: join(home, 'one'), report });
const two = await startServer({ ...options, home: join(home, 'two'), report });

after(async () => {
  await Promise.all([one.close(), two.close()]);
  rmSync(home, { recursive: true, force: true });
});

test('two embedded servers answer 2,000 random requests alike, and none with a fault of its own', async () => {
  const steps = [...sequence(createRandom(1), 2000, 'same')];
  const differences = await compare(steps, overTransport(one.transport), overTransport(two.transport));
  assert.deepEqual(differences, []);
  assert.deepEqual(faults, []);
});

test('a server that answers otherwise is found', async () => {
  const liar: Ask = async (method, path, body) => {
    const answer = await overTransport(two.transport)(method, path, body);
    return path.endsWith('set_state') ? { ...answer, status: 500 } : answer;
  };
  const steps = [...sequence(createRandom(2), 100, 'liar')];
  const differences = await compare(steps, overTransport(one.transport), liar);
  assert.ok(differences.length > 0 && differences.every(({ step }) => step.call.endsWith('set_state')));
});
