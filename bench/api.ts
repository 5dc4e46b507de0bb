import type { Shot, Target } from './connection.ts';
import { Connection } from './connection.ts';
import type { Load } from './load.ts';
import { load } from './load.ts';
import { startOurs, startPrefect } from './servers.ts';

/**
 * The API under load, ours against the real Prefect 3.9.1 on SQLite, in turns in one run, by the same client.
 * usage: npm run bench -- api [seconds per measure] [a word of the measure's name]
 */
const seconds = Number(process.argv[2] ?? 5);
const wanted = process.argv[3] ?? '';

interface Prepared {
  flowId: string;
  runId: string;
}

interface Measure {
  name: string;
  connections: number;
  goal: number;
  shot(prepared: Prepared, index: number): Shot;
}

const line = (runId: string, index: number): object => ({
  name: 'bench',
  level: 20,
  message: `line ${index} of the bench`,
  timestamp: new Date().toISOString(),
  flow_run_id: runId,
});

const measures: Measure[] = [
  {
    name: 'set_state',
    connections: 4,
    goal: 40,
    shot: ({ runId }) => ({
      method: 'POST',
      path: `/flow_runs/${runId}/set_state`,
      body: { state: { type: 'RUNNING' }, force: true },
    }),
  },
  {
    name: 'filter of 50 runs',
    connections: 4,
    goal: 40,
    shot: () => ({ method: 'POST', path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_DESC', limit: 50 } }),
  },
  {
    name: 'read of a run',
    connections: 4,
    goal: 40,
    shot: ({ runId }) => ({ method: 'GET', path: `/flow_runs/${runId}` }),
  },
  {
    name: '200 log lines',
    connections: 4,
    goal: 40,
    shot: ({ runId }) => ({
      method: 'POST',
      path: '/logs/',
      body: Array.from({ length: 200 }, (_, at) => line(runId, at)),
    }),
  },
  {
    name: 'create runs, 64 connections',
    connections: 64,
    goal: 100,
    shot: ({ flowId }, index) => ({
      method: 'POST',
      path: '/flow_runs/',
      body: { flow_id: flowId, name: `run-${index}`, parameters: { index } },
    }),
  },
];

/** A flow with 60 runs, so that a page of 50 is full on both sides. */
async function prepare(target: Target): Promise<Prepared> {
  const connection = new Connection(target);
  const send = async (path: string, body: unknown): Promise<string> => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const answer = await connection.send({ method: 'POST', path, body }).catch(() => undefined);
      if (answer !== undefined && answer.status < 400) return JSON.parse(answer.text).id;
    }
    throw new Error(`${target.name} did not accept POST ${path} in 20 attempts.`);
  };
  const flowId = await send('/flows/', { name: 'bench' });
  let runId = '';
  for (let index = 0; index < 60; index += 1) runId = await send('/flow_runs/', { flow_id: flowId, name: `page-${index}` });
  connection.close();
  return { flowId, runId };
}

const format = (result: Load): string =>
  `${result.perSecond.toFixed(1)}/s (p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms, ${result.failed} of ${result.succeeded + result.failed} failed)`;

const [ours, theirs] = await Promise.all([startOurs(), startPrefect('3.9.1')]);
try {
  const prepared = new Map<Target, Prepared>();
  for (const target of [ours.target, theirs.target]) prepared.set(target, await prepare(target));
  const run = async (target: Target, measure: Measure): Promise<Load> => {
    const facts = prepared.get(target) ?? { flowId: '', runId: '' };
    return load(target, measure.connections, seconds, (index) => measure.shot(facts, index));
  };
  for (const measure of measures.filter(({ name }) => name.includes(wanted))) {
    const peer = await run(theirs.target, measure);
    const own = await run(ours.target, measure);
    const ratio = own.perSecond / Math.max(peer.perSecond, 1 / seconds);
    process.stdout.write(
      `${measure.name}: ${ratio.toFixed(0)} × (goal ${measure.goal} ×)\n  ours    ${format(own)}\n  Prefect ${format(peer)}\n`,
    );
  }
} finally {
  await Promise.all([ours.stop(), theirs.stop()]);
}
