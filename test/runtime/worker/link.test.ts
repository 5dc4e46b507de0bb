import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openLink } from '../../../runtime/worker/link.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-link-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const clock = { now: () => Date.UTC(2026, 0, 1) };
const line = { name: 'prefect.flow_runs', level: 20, message: 'hello', flowRunId: 'run', taskRunId: null };

test('everything is written at once, one JSON text a line', async () => {
  const file = join(folder, 'said');
  const descriptor = openSync(file, 'w');
  const link = openLink(descriptor, clock);
  link.logs.add(line);
  const flushed = link.logs.flush();
  const run = { kind: 'flow-run', id: 'run', name: 'n' } as const;
  const disarm = link.supervisor.arm({ ...run, seconds: 5 });
  disarm();
  link.opened({ ...run })();
  link.crash('Error: no');
  link.flushed(1);
  await flushed;
  const said: unknown[] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  assert.deepEqual(said, [
    { type: 'log', line: { ...line, timestamp: '2026-01-01T00:00:00.000000Z' } },
    { type: 'flush', flush: 1 },
    { type: 'arm', watch: 1, run: { ...run, seconds: 5 } },
    { type: 'disarm', watch: 1 },
    { type: 'open', run },
    { type: 'close', id: 'run' },
    { type: 'crash', reason: 'Error: no' },
  ]);
  assert.deepEqual(link.logs.take(), []);
  closeSync(descriptor);
});

test('when the worker is gone nothing waits for it, and what it did not hear can be taken', async () => {
  const descriptor = openSync(join(folder, 'broken'), 'w');
  const link = openLink(descriptor, clock);
  const waiting = link.logs.flush();
  link.broken();
  await waiting;
  link.logs.add(line);
  await link.logs.flush();
  assert.deepEqual(
    link.logs.take().map(({ message }) => message),
    ['hello'],
  );
  closeSync(descriptor);
});

test('an error of the file itself is not hidden', () => {
  assert.throws(() => openLink(openSync(join(folder, 'said'), 'r'), clock).logs.add(line), { code: 'EBADF' });
});
