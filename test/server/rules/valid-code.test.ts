import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { recommended } from '../../support/check-rule.ts';
import { projectOf } from '../../support/project-of.ts';

/** Programs that are right, although they come close to what a rule looks for: of all recommended rules none says a word. */
const head = `import { concurrent, exponentialBackoff, flow, getRunLogger, isCompleted, isFinal, runDeployment, serve, task, waitForFlowRuns } from 'millrace';\n`;

const programs: Readonly<Record<string, string>> = {
  'promises that are caught, handed on or awaited later': `
const t = task({ name: 't' }, async () => 1);
export const etl = flow({ name: 'etl' }, async () => {
  const f = t.submit();
  f.result().catch(() => undefined);
  t().then(console.error, () => undefined);
  const p = t();
  p.catch(() => 1);
  await p;
  const all = [t(), t()];
  await Promise.all(all);
  return f.result();
});
`,
  'a loop in which each run needs what the one before gave': `
const t = task({ name: 't' }, async ({ x }: { x: number }) => x);
export const etl = flow({ name: 'etl', logPrints: true }, async () => {
  let x = 0;
  for (let i = 0; i < 3; i++) { x = await t.submit({ x }).result(); }
  while (x < 10) { const f = t.submit({ x }); x = await f.result(); }
  return x;
});
`,
  'runs that are collected in a set or by name': `
export const etl = flow({ name: 'etl' }, async () => {
  const runs = new Set();
  for (const n of [1, 2]) runs.add(await runDeployment('a/b', { parameters: { n }, timeout: 0 }));
  await waitForFlowRuns([...runs]);
  const ids: Record<string, unknown> = {};
  for (const n of ['a']) ids[n] = (await runDeployment('a/b', { timeout: 0 })).id;
  return ids;
});
`,
  'one run that nobody waits for': `
export const etl = flow({ name: 'etl' }, async () => {
  await runDeployment('notify/slack', { timeout: 0 });
});
`,
  'runs of a loop that are looked at one by one': `
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
  for (const n of nodes) { const run = await runDeployment('a/b', { timeout: 0 }); getRunLogger().info(\`started \${run.id}\`); }
});
`,
  'other things with submit and map': `
class Form { submit() {} map() {} }
const f = new Form(); f.submit(); f.map();
const etl = flow({ name: 'etl' }, async () => 1);
const wrapped = { etl, submit() { return 1; } };
wrapped.submit();
[etl].map((x) => x);
export const all = [etl];
`,
  'templates of run names, with braces of their own and open parameters': `
export const etl = flow({ name: 'etl', flowRunName: 'etl-{day}-{n}' }, async ({ day, n = 3, ...rest }: { day: string; n?: number; [k: string]: unknown }) => [day, n, rest]);
export const e2 = flow({ name: 'e2', flowRunName: 'x-{{literal}}-{day}' }, async ({ day }: { day: string }) => day);
`,
  'parameters of every type that fits': `
export const etl = flow({ name: 'etl' }, async ({ day, n = 3, tags }: { day: Date; n?: number; tags?: string[] | null }) => [day, n, tags]);
if (import.meta.main) {
  await etl.deploy({ name: 'a', workPoolName: 'p', parameters: { day: '2026-01-01', tags: null }, cron: '0 6 * * *' });
  await etl.deploy({ name: 'b', workPoolName: 'p', parameters: { day: '2026-01-01', n: Number('3') }, cron: '0 6 * * *' });
  await etl.deploy({ name: 'c', workPoolName: 'p' });
  await runDeployment('etl/c', { parameters: { day: new Date().toISOString() }, timeout: 0 });
}
export const e3 = flow({ name: 'e3' }, async ({ size, mode, opts }: { size: bigint | number; mode: 'a' | 'b' | (string & {}); opts: Partial<{ a: number }> }) => [size, mode, opts]);
if (import.meta.main) await e3.deploy({ name: 'x', workPoolName: 'p', parameters: { size: 3, mode: 'zzz', opts: {} } });
`,
  'prints of other functions': `
import { log } from './log.js';
function helper() { console.log('x'); }
export const etl = flow({ name: 'etl' }, async () => { helper(); log('x'); console.table([]); });
`,
  'names of secrets, and secrets from the environment': `
export const etl = flow({ name: 'etl' }, async ({ apiKey, password, token, secretName, url }: { apiKey: string; password: string; token: string; secretName: string; url: string }) => [apiKey, password, token, secretName, url]);
export const go = flow({ name: 'go' }, async () => {
  await waitForFlowRuns([await runDeployment('etl/a', { parameters: { apiKey: process.env['API_KEY'], password: 'MY_PASSWORD', token: '', secretName: 'prod/db', url: 'postgres://user@host/db' }, timeout: 0 })]);
});
`,
  'functions and maps for tasks, which run in the same process': `
const t = task({ name: 't' }, async ({ f, when, m }: { f: () => number; when: Date; m: Map<string, number> }) => [f(), when, m]);
export const etl = flow({ name: 'etl' }, async () => t({ f: () => 1, when: new Date(), m: new Map() }));
`,
  'a task that is chosen, and a list of tasks': `
const a = task({ name: 'a' }, async ({ n }: { n: number }) => n);
const b = task({ name: 'b' }, async ({ n }: { n: number }) => n);
export const etl = flow({ name: 'etl' }, async ({ fast }: { fast: boolean }) => {
  const chosen = fast ? a : b;
  const f = chosen.submit({ n: 1 });
  const list = [a, b].map((t) => t.submit({ n: 2 }));
  const [x, y] = await Promise.all(list.map((one) => one.result()));
  return x + y + (await f.result());
});
`,
  'futures that are returned or resolved first': `
const a = task({ name: 'a' }, async ({ n }: { n: number }) => n);
export const etl = flow({ name: 'etl' }, async () => a.submit({ n: 1 }));
export const e2 = flow({ name: 'e2' }, async () => [a.submit({ n: 1 }), a.submit({ n: 2 })]);
export const e3 = flow({ name: 'e3' }, async () => { const fs = a.map({ n: [1] }); return { n: await fs.result(), count: fs.length }; });
export const e4 = flow({ name: 'e4' }, async () => { const f = a.submit({ n: 1 }); return { n: await a({ n: f }) }; });
export const e5 = flow({ name: 'e5' }, async () => { const s = await a.returnState({ n: 1 }); return { ok: isCompleted(s), name: s.name }; });
`,
  'futures under a condition': `
const a = task({ name: 'a' }, async ({ n }: { n: number }) => n);
export const etl = flow({ name: 'etl' }, async ({ on }: { on: boolean }) => {
  const f = on ? a.submit({ n: 1 }) : undefined;
  if (f) await f.result();
  const g = on && a.submit({ n: 2 });
  if (g) await g.result();
  return f?.result();
});
`,
  'delays of every kind': `
const r = 3;
const opts = { retries: r };
export const a = task({ name: 'a', retries: 3, retryDelaySeconds: [1, 2, 3] }, async () => 1);
export const b = task({ name: 'b', ...opts, retryDelaySeconds: 5 }, async () => 1);
export const c = task({ name: 'c', retryDelaySeconds: exponentialBackoff(2), retries: 2 }, async () => 1);
export const d = a.withOptions({ retries: 5 });
export const e = task({ name: 'e', retries: 0 }, async () => 1);
`,
  'blocking calls at the top of a file': `
import { execSync } from 'node:child_process';
const version = execSync('git rev-parse HEAD').toString();
export const t = task({ name: 't', version }, async () => 1);
`,
  'deployments that are served together': `
const a = flow({ name: 'a' }, async () => 1); const b = flow({ name: 'b' }, async () => 1);
await serve(await a.toDeployment({ name: 'x' }), b.toDeployment({ name: 'y' }));
const d = a.toDeployment({ name: 'z' });
await serve(d);
`,
  'options that a newer SDK may have': `
export const a = task({ name: 'a', somethingNew: true, onResume: [] }, async () => 1);
export const b = flow({ name: 'b', result: 3, retryDelays: 3 }, async () => 1);
`,
  'intervals that are calculated': `
export const etl = flow({ name: 'etl' }, async () => 1);
if (import.meta.main) { await etl.deploy({ name: 'a', workPoolName: 'p', interval: 0.5 * 60 }); await etl.deploy({ name: 'b', workPoolName: 'p', interval: 3600 }); }
`,
  'waitFor beside the parameters': `
export const t = task({ name: 't' }, async ({ a }: { a: number }, _context?: unknown) => a);
export const e = flow({ name: 'e' }, async (p: { a: number }) => t(p));
export const e1 = flow({ name: 'e1' }, async () => t({ a: 1 }, { waitFor: [] }));
export const e2 = flow({ name: 'e2' }, async () => t.submit({ a: 1 }, { waitFor: [t.submit({ a: 2 })] }));
export const e3 = flow({ name: 'e3' }, async () => t.map({ a: [1, 2] }, { waitFor: [] }).result());
export const none = flow({ name: 'none' }, async () => e2());
`,
  'results that look like states': `
const t = task({ name: 't' }, async () => ({ name: 'x', type: 'COMPLETED', isCompleted: true, state: 1 }));
export const etl = flow({ name: 'etl' }, async () => { const v = await t(); if (v.type === 'COMPLETED') return v.name; const r = await runDeployment('a/b', { timeout: 30 }); return isCompleted(r.state) ? v.state : v.isCompleted; });
`,
  'a factory of flows': `
export function build(name: string) {
  const inner = flow({ name }, async () => 1);
  return { inner, deploy: () => inner.deploy({ name: 'x', workPoolName: 'p' }) };
}
`,
  'runs that are started at once and waited for': `
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
  const runs = await Promise.all(nodes.map((n) => runDeployment('a/b', { parameters: { n }, timeout: 0 })));
  return waitForFlowRuns(runs);
});
`,
  'promises that are returned, kept or raced': `
export const etl = flow({ name: 'etl' }, () => waitForFlowRuns([]));
export const e4 = flow({ name: 'e4' }, async () => { return etl(); });
export const e5 = flow({ name: 'e5' }, async () => { const p = etl(); const q = e4(); return Promise.all([p, q]); });
export const e6 = flow({ name: 'e6' }, async () => { const p = Promise.allSettled([etl(), e4()]); return await p; });
export const e7 = flow({ name: 'e7' }, async () => { let p; p = etl(); await p; });
export const e8 = flow({ name: 'e8' }, async () => { const o = { p: etl() }; await o.p; });
export const e9 = flow({ name: 'e9' }, async () => { await Promise.race([etl(), new Promise((r) => setTimeout(r, 100))]); });
class Runner { private last?: Promise<unknown>; start() { this.last = etl(); return this; } async stop() { await this.last; } }
export const r = new Runner();
`,
  'flows that handlers start': `
export const etl = flow({ name: 'etl' }, async () => 1);
app.get('/run', () => etl());
app.post('/run', async (_, res) => { res.send(await etl()); });
process.on('SIGUSR1', () => void etl());
queue.process(async () => etl());
`,
  'a map with a limit': `
const get = task({ name: 'get', retries: 1, retryDelaySeconds: 1, timeoutSeconds: 3 }, async ({ u }: { u: string }) => (await fetch(u)).text());
export const etl = flow({ name: 'etl', taskRunner: concurrent({ maxWorkers: 3 }) }, async ({ us }: { us: string[] }) => get.map({ u: us }).result());
`,
  'flow and task of other packages': `
import { flow as mobxFlow } from 'mobx';
import { task as gulpTask } from 'gulp';
export const x = mobxFlow(function* () {}); x.submit(); x.map(); gulpTask('a', () => {}).submit();
const flow2 = { submit() {} }; flow2.submit();
`,
  'names that hide a flow': `
export const etl = flow({ name: 'etl' }, async () => 1);
export function go(etl: { submit(): void; map(): void }) { etl.submit(); etl.map(); { const etl = { submit() {} }; etl.submit(); } }
for (const etl of [{ submit() {} }]) etl.submit();
try { throw 1; } catch (etl: any) { etl.submit(); }
`,
  'prints of a program': `
export const etl = flow({ name: 'etl' }, async () => 1);
if (import.meta.main) console.log(await etl());
`,
  'names that are made for each run': `
export const etl = flow({ name: 'etl', flowRunName: ({ parameters }) => \`etl \${parameters.day} \${Date.now()}\` }, async ({ day }: { day: string }) => day);
`,
  'results of everything that can be kept': `
export const t = task({ name: 't', persistResult: true }, async () => ({ when: new Date(), m: new Map([[1, 2]]), s: new Set([1]), b: new Uint8Array(2), n: 10n, r: /x/, e: new Error('x'), u: undefined }));
`,
};

for (const [title, program] of Object.entries(programs)) {
  test(`no rule says anything about ${title}`, () => {
    const source = head + program;
    const found = lintFile(projectOf({ '/p/flows.ts': source }), '/p/flows.ts', recommended);
    assert.deepEqual(
      found.map(({ ruleId, span }) => `${ruleId}: ${source.slice(span.start, span.start + 60)}`),
      [],
    );
  });
}
