import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../runtime/api-server/server.ts';
import type { Ask } from './ask.ts';
import { overTransport } from './ask.ts';
import type { TransitionRow } from './transitions.ts';
import { probeFlowRuns, probeTaskRuns } from './transitions.ts';

/** What Prefect 3.9.1 answered, and what we answer otherwise and why: docs/differences.md has the reasons. */
const recorded: { flowRuns: TransitionRow[]; taskRuns: TransitionRow[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/transitions/3.9.1.json'), 'utf8'),
);

const home = mkdtempSync(join(tmpdir(), 'millrace-transitions-'));
// No service looks meanwhile: the one that fails what was paused too long would come between two requests.
const settings = { serviceInterval: 3600 };
const server = await startServer({ home, database: ':memory:', port: 0, auth: false, thread: false, settings });

after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

for (const [kind, probe] of [
  ['flowRuns', probeFlowRuns],
  ['taskRuns', (asked: Ask) => probeTaskRuns(asked, { flowless: true })],
] as const) {
  test(`${kind}: every proposal is answered as the real server answers it`, async () => {
    const ours = new Map((await probe(overTransport(server.transport))).map((row) => [keyOf(row), row]));
    assert.equal(ours.size, recorded[kind].length);
    const differing = recorded[kind].filter((row) => JSON.stringify(ours.get(keyOf(row))) !== expected(row));
    const shown = differing.map((row) => `theirs ${expected(row)}\n  ours ${JSON.stringify(ours.get(keyOf(row)))}`);
    assert.deepEqual(shown.slice(0, 10), [], `${shown.length} answers differ`);
  });
}

/** Some reasons of the real server show how Python prints an enum; ours say PENDING (docs/differences.md). */
const expected = (row: TransitionRow): string => JSON.stringify(row).replaceAll('StateType.', '');

const keyOf = ([setup, from, proposed]: TransitionRow): string => [setup, from, proposed].join('|');
