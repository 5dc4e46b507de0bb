import type { Shot, Target } from './connection.ts';
import { Connection } from './connection.ts';
import type { Load } from './traffic.ts';
import { load, quantile } from './traffic.ts';
import type { Measured } from './servers.ts';
import { cpuMilliseconds, startOurs, startPrefect } from './servers.ts';

/**
 * The API under load, ours against the real Prefect 3.9.1 on SQLite, in turns in one run, by the same client; the median of the rounds.
 * usage: npm run bench -- api [seconds per measure] [a word of the measure's name]
 */
const seconds = Number(process.argv[2] ?? 12);
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

/** What a server did in all rounds of a measure. */
interface Totals {
  rounds: Load[];
  /** CPU milliseconds that its processes used meanwhile. */
  cpu: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const answered = ({ rounds }: Totals): number => sum(rounds.map(({ succeeded }) => succeeded));
const perSecond = ({ rounds }: Totals): number =>
  quantile(
    rounds.map((round) => round.perSecond),
    0.5,
  );
/** CPU milliseconds for each answer that succeeded. */
const cost = (totals: Totals): number => totals.cpu / Math.max(1, answered(totals));

function describe(totals: Totals): string {
  const { rounds } = totals;
  const failed = sum(rounds.map((round) => round.failed));
  const middle = (of: (round: Load) => number): string => quantile(rounds.map(of), 0.5).toFixed(1);
  return `${perSecond(totals).toFixed(1)}/s, p50 ${middle(({ p50 }) => p50)} ms, p95 ${middle(({ p95 }) => p95)} ms, ${cost(totals).toFixed(2)} ms of CPU each, ${failed} of ${answered(totals) + failed} failed`;
}

interface Side {
  server: Measured;
  prepared: Prepared;
}

/** One round of a measure on one side. */
async function fire({ server, prepared }: Side, measure: Measure, totals: Totals | undefined): Promise<void> {
  const before = cpuMilliseconds(server.pid);
  const result = await load(server.target, measure.connections, seconds / rounds, (index) => measure.shot(prepared, index));
  totals?.rounds.push(result);
  if (totals !== undefined) totals.cpu += cpuMilliseconds(server.pid) - before;
}

const rounds = 6;
const [ours, theirs] = await Promise.all([startOurs(), startPrefect('3.9.1')]);
try {
  const sides = await Promise.all([ours, theirs].map(async (server) => ({ server, prepared: await prepare(server.target) })));
  for (const measure of measures.filter(({ name }) => name.includes(wanted))) {
    const totals: Totals[] = sides.map(() => ({ rounds: [], cpu: 0 }));
    // In turns of short rounds, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, side] of sides.entries()) await fire(side, measure, totals[index]);
    }
    const [own, peer] = totals;
    if (own === undefined || peer === undefined) continue;
    const times = perSecond(own) / Math.max(perSecond(peer), 1 / seconds);
    const cheaper = cost(peer) / cost(own);
    process.stdout.write(
      `${measure.name}: ${times.toFixed(0)} × the answers per second, ${cheaper.toFixed(0)} × less CPU each (goal ${measure.goal} ×)\n  ours    ${describe(own)}\n  Prefect ${describe(peer)}\n`,
    );
  }
} finally {
  await Promise.all([ours.stop(), theirs.stop()]);
}
