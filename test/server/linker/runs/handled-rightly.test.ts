import { reportsAsMarked } from '../../../support/applications.ts';

/** Programs that handle futures and runs rightly, and things that only look like flows. */
reportsAsMarked({
  'pools of futures, chunks and retries': {
    'a.ts': `import { flow, task, runDeployment, waitForFlowRuns, allowFailure, getRunLogger, type AnyFlow, type Flow, type Task, type TaskFuture } from 'millrace';

const load = task({ name: 'load' }, async ({ id }: { id: number }) => [id]);
const save = task({ name: 'save' }, async ({ rows }: { rows: number[] }) => rows.length);
const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => load({ id }));

class Pool {
  private readonly running: TaskFuture<number[]>[] = [];
  private readonly byId = new Map<number, TaskFuture<number[]>>();
  private current?: TaskFuture<number[]>;
  #last: TaskFuture<number[]> | undefined;
  add(id: number) {
    const known = this.byId.get(id);
    if (known) return known;
    const future = load.submit({ id });
    this.byId.set(id, future);
    this.running.push(future);
    this.current ??= future;
    this.#last = future;
    return future;
  }
  get(id: number) {
    return this.byId.get(id) ?? this.add(id);
  }
  async drain() {
    const results = [];
    for (const future of this.running) results.push(await future.result());
    while (this.running.length > 0) await this.running.pop()?.result();
    if (this.current) await this.current.result();
    if (this.#last && this.#last !== this.current) await this.#last.wait();
    return results.flat();
  }
  get size() { return this.running.length; }
  has(future: TaskFuture<number[]>) { return this.running.includes(future) && this.running.some((one) => one === future); }
}

export const fanOut = flow({ name: 'fan-out' }, async ({ ids }: { ids: number[] }) => {
  const pool = new Pool();
  for (const id of ids) pool.add(id);
  const all = await pool.drain();
  const logger = getRunLogger();
  logger.info(\`\${all.length} rows of \${pool.size}\`);
  const futures = ids.map((id) => load.submit({ id }));
  const saved = futures.map((future) => save.submit({ rows: future }));
  const counts = await Promise.all(saved.map((future) => future.result()));
  const settled = await Promise.allSettled(futures.map((f) => f.result()));
  const failed = settled.filter((one) => one.status === 'rejected');
  const total = counts.reduce((a, b) => a + b, 0);
  const [first, ...others] = futures;
  if (!first) return 0;
  const head = await first.result();
  const tail = await Promise.all(others.map(async (future) => (await future.result()).length));
  const grouped: Record<string, TaskFuture<number[]>[]> = {};
  for (const [i, future] of futures.entries()) (grouped[String(i % 2)] ??= []).push(future);
  for (const [name, group] of Object.entries(grouped)) {
    for (const future of group) logger.info(\`\${name}: \${(await future.result()).length}\`);
  }
  const sorted = [...futures].sort((a, b) => a.taskRunId.localeCompare(b.taskRunId));
  const unique = new Set(futures);
  if (unique.has(first)) logger.info(String(unique.size));
  const index = futures.indexOf(first);
  const maybe = ids.length > 2 ? load.submit({ id: 1 }) : null;
  const rows = maybe ? await maybe.result() : [];
  const late = maybe && (await maybe.result());
  const any = futures.find((future) => future.taskName === 'x');
  if (any) await any.result();
  if (any === undefined || any === null) return 1;
  const lists = load.map({ id: ids });
  const wide = await lists.result();
  for (const future of lists) if (future.state()?.type === 'FAILED') return 2;
  await save({ rows: allowFailure(first) });
  save.submit({ rows: first });
  return { total, head, tail, failed, sorted: sorted.length, index, rows, late, wide };
});

export const chunks = flow({ name: 'chunks' }, async ({ ids }: { ids: number[] }) => {
  for (let at = 0; at < ids.length; at += 10) {
    const chunk = ids.slice(at, at + 10).map((id) => load.submit({ id }));
    await Promise.all(chunk.map((future) => future.result()));
  }
  for (let at = 0; at < ids.length; at += 10) {
    const futures = load.map({ id: ids.slice(at, at + 10) });
    await futures.result();
  }
  let previous: TaskFuture<number[]> | undefined;
  for (const id of ids) {
    if (previous) await previous.wait();
    previous = load.submit({ id });
  }
  let carry: number[] = [];
  for (const id of ids) {
    carry = await load.submit({ id }).result(); // ! future-result-in-loop
  }
  const queue = [...ids];
  const workers = Array.from({ length: 4 }, async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) await load.submit({ id }).result();
  });
  await Promise.all(workers);
  const run = await runDeployment('etl/main', { parameters: { id: 1 }, timeout: 0 });
  const runs = [run];
  for (const id of ids) runs.push(await runDeployment('etl/main', { parameters: { id }, timeout: 0 }));
  const done = await waitForFlowRuns(runs);
  for (const id of ids) {
    const one = await runDeployment('etl/main', { parameters: { id }, timeout: 0 });
    await waitForFlowRuns([one]);
  }
  await Promise.all(ids.map(async (id) => {
    const one = await runDeployment('etl/main', { parameters: { id }, timeout: 0 });
    return waitForFlowRuns([one]);
  }));
  const started: Promise<unknown>[] = [];
  for (const id of ids) started.push(runDeployment('etl/main', { parameters: { id }, timeout: 0 }));
  await Promise.all(started);
  return { carry, done };
});

export const retrying = flow({ name: 'retrying' }, async () => {
  for (let attempt = 1; ; attempt += 1) {
    try { return await load.submit({ id: attempt }).result(); }
    catch (error) { if (attempt === 3) throw error; }
  }
});
export const sub = flow({ name: 'sub' }, async ({ ids }: { ids: number[] }) => {
  const running = ids.map((id) => etl({ id }));
  running.forEach((one) => one.catch(() => undefined));
  await Promise.all(running);
  const pending = etl({ id: 1 });
  const timer = setTimeout(() => {}, 10);
  try { await pending; } finally { clearTimeout(timer); }
  const results: number[][] = [];
  await Promise.all(ids.map((id) => etl({ id }).then((rows) => { results.push(rows); })));
  const joined = etl({ id: 1 }).then((rows) => rows.length);
  const size = await joined;
  await Promise.race([etl({ id: 1 }), new Promise((resolve) => setTimeout(resolve, 10))]);
  return { results, size };
});
`,
    'b.ts': `import { etl as base } from './etl.ts';
import type { AnyFlow, Flow } from 'millrace';

export interface Runner { submit(name: string): Promise<void>; map<T>(f: (x: string) => T): T[] }
export class LocalRunner implements Runner {
  constructor(private readonly flows: Record<string, AnyFlow> = { base }) {}
  async submit(name: string) { if (!(name in this.flows)) throw new Error(name); }
  map<T>(f: (x: string) => T): T[] { return Object.keys(this.flows).map(f); }
}
const runner: Runner = new LocalRunner();
await runner.submit('base');
runner.map((x) => x);
const runners: Runner[] = [];
runners.push(new LocalRunner());
runners.forEach((one) => void one.submit('x'));
const byName: Map<string, Runner> = new Map();
byName.get('x')?.submit('y');
class Holder { private readonly runners: Record<string, Runner> = {}; private list: Runner[] = []; run() { this.runners.a?.submit('x'); this.list[0]?.submit('y'); for (const r of this.list) r.map((x) => x); } }
new Holder().run();
type Queue<T> = { submit(x: T): void; map(): void };
function enqueue(flow: Flow<{}, void>, queue: Queue<AnyFlow>) { queue.submit(flow); queue.map(); }
const wrap = <T extends object>(x: T): T & { submit(): void; map(): void } => Object.assign(x, { submit() {}, map() {} });
wrap(base).submit();
wrap(base).map();
export const pick = (which: 'a' | 'b', a: AnyFlow, b: Runner) => { const one = which === 'a' ? a : b; if ('submit' in one) one.submit('x'); };
export { enqueue };
`,
    'etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
`,
  },
});
