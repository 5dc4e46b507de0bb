import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Trees, wrappers, callbacks, components and what others call flows. */
reportsAsMarked(
  {
    'trees, recursion and visitors': {
      'tree.ts': `import type { Flow, Task } from 'millrace';
export type Node = Leaf | Branch;
export interface Leaf { type: 'leaf'; flow: Flow<{}, number> }
export interface Branch { type: 'branch'; children: Node[]; fallback?: Leaf; step: Task<{}, number> }
export interface Visitor<R = void> { leaf(leaf: Leaf, depth: number): R; branch?(branch: Branch, depth: number): R }
export function visit<R>(node: Node, visitor: Visitor<R>, depth = 0): R | undefined {
  if (node.type === 'leaf') return visitor.leaf(node, depth);
  node.fallback?.flow.submit(); // ! flow-no-submit
  node.step.submit();
  for (const child of node.children) visit(child, visitor, depth + 1);
  return visitor.branch?.(node, depth);
}
export const leaves = (node: Node): Leaf[] => (node.type === 'leaf' ? [node] : node.children.flatMap(leaves));
export function* walk(node: Node): Generator<Leaf> { if (node.type === 'leaf') yield node; else for (const child of node.children) yield* walk(child); }
`,
      'use.ts': `import { leaves, visit, walk, type Node } from './tree.ts';
export function run(root: Node) {
  visit(root, { leaf: ({ flow }) => { flow.submit(); }, branch(branch) { branch.fallback?.flow.map({}); branch.step.submit(); } }); // ! flow-no-submit, flow-no-map
  leaves(root).forEach(({ flow }) => flow.submit()); // ! flow-no-submit
  for (const { flow } of walk(root)) flow.submit(); // ! flow-no-submit
  const [{ flow: first } = leaves(root)[0]!] = leaves(root);
  first.submit(); // ! flow-no-submit
  if (root.type === 'leaf') root.flow.submit(); // ! flow-no-submit
}
`,
    },
    'silent: clients of Prefect, Temporal and others': {
      'use.ts': `import { Client, Connection } from '@temporalio/client';
import { Inngest } from 'inngest';
import { task as trigger } from '@trigger.dev/sdk/v3';
import { flow as own } from './own.ts';
import { flow, task } from 'millrace';
const client = new Client({ connection: await Connection.connect() });
const inngest = new Inngest({ id: 'x' });
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
await client.workflow.start('x', { args: [], taskQueue: 'y', workflowId: 'z' });
inngest.createFunction({ id: 'x' }, { event: 'y' }, async ({ step: s }) => { await s.run('a', () => etl({ n: 1 })); s.submit(); });
trigger({ id: 'x', run: async () => etl({ n: 1 }) }).submit();
own('x').submit();
export const handler = async (form: HTMLFormElement, list: { submit(): void }[]) => {
  form.submit();
  list.map((etl) => etl.submit());
  const etls = [1, 2].map((n) => etl({ n }));
  const map = new Map([['a', step]]);
  map.get('a')?.submit({ n: 1 });
  return Promise.all(etls);
};
const submit = { etl: () => etl({ n: 1 }) };
await submit.etl();
export class Etl { static flow = own('y'); flow = step; go() { Etl.flow.submit(); return this.flow.submit({ n: 1 }); } }
`,
      'own.ts': `export const flow = (name: string) => ({ name, submit: () => name, map: (n: unknown) => n });
`,
    },
    'silent: keys and variables that change': {
      'use.js': `import { flow, task } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
const registry = { etl, step, form: document.forms[0] };
let key = 'etl';
key = prompt() ?? 'form';
registry[key].submit();
const pick = (name) => registry[name];
pick(location.hash).submit();
pick('form').submit();
function choose(kind = 'etl') { kind = kind.trim(); return registry[kind]; }
choose('etl').submit();
const cell = { current: etl };
cell.current = document.forms[0];
cell.current.submit();
let swap = etl;
function reset() { swap = document.forms[0]; }
reset();
swap.submit();
const list = [etl];
list[0] = document.forms[0];
list[0].submit();
const holder = new Map([['x', etl]]);
holder.set('x', document.forms[0]);
holder.get('x').submit();
delete registry.etl;
Object.assign(cell, { current: step });
export const run = () => pick('step').submit();
class Base { get job() { return etl; } }
class Form extends Base { get job() { return document.forms[0]; } go() { this.job.submit(); } }
new Form().job.submit();
`,
    },
    'zod, effect-like and functional wrappers': {
      'fp.ts': `import { flow, type Flow } from 'millrace';
export type Option<T> = { _tag: 'Some'; value: T } | { _tag: 'None' };
export const some = <T>(value: T): Option<T> => ({ _tag: 'Some', value });
export const getOrElse = <T>(option: Option<T>, otherwise: () => T): T => (option._tag === 'Some' ? option.value : otherwise());
export const mapOption = <T, U>(option: Option<T>, change: (value: T) => U): Option<U> => (option._tag === 'Some' ? some(change(option.value)) : option);
export const curry = <A, B, R>(fn: (a: A, b: B) => R) => (a: A) => (b: B): R => fn(a, b);
export class Lens<S, T> { constructor(readonly get: (whole: S) => T) {} compose<U>(other: Lens<T, U>): Lens<S, U> { return new Lens((whole) => other.get(this.get(whole))); } }
export const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export interface Config { jobs: { main: Flow<{ n: number }, number> } }
`,
      'use.ts': `import { curry, etl, getOrElse, Lens, mapOption, some, type Config } from './fp.ts';
getOrElse(some(etl), () => etl).submit({ n: 1 }); // ! flow-no-submit
mapOption(some(etl), (one) => one.submit({ n: 1 })); // ? flow-no-submit
curry((name: string, one: typeof etl) => one.submit({ n: name.length }))('x')(etl); // ! flow-no-submit
const main = new Lens((config: Config) => config.jobs.main);
main.get({ jobs: { main: etl } }).submit({ n: 1 }); // ! flow-no-submit
const option = some(etl);
if (option._tag === 'Some') option.value.map({ n: [1] }); // ! flow-no-map
`,
    },
    'deployments of a catalogue': {
      'catalogue.ts': `import { flow } from 'millrace';
export const names = { load: 'load', clean: 'clean' } as const;
export const load = flow({ name: names.load }, async ({ day, size = 1 }: { day: string; size?: number }) => [day, size]);
export const clean = flow({ name: names.clean, retires: 3 }, async () => 1); // ! unknown-option
const common = { workPoolName: 'main', tags: ['a'] };
if (import.meta.main) {
  await Promise.all([load.deploy({ ...common, name: 'daily', parameters: { day: 'x' } }), clean.deploy({ ...common, name: 'daily' })]);
  for (const name of ['eu', 'us']) await load.deploy({ ...common, name, parameters: { dya: 'x' } }); // ! deployment-parameter-mismatch
}
`,
      'run.ts': `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
import { names } from './catalogue.ts';
const target = (flowName: string, deployment = 'daily') => \`\${flowName}/\${deployment}\`;
export const main = flow({ name: 'main' }, async () => {
  const a = await runDeployment(names.load + '/daily', { timeout: 0, parameters: { day: 'x' } });
  const b = await runDeployment(\`\${names.load}/dialy\`, { timeout: 0, parameters: { day: 'x' } }); // ? deployment-not-found
  const c = await runDeployment(target(names.clean), { timeout: 0 });
  const d = await runDeployment(names.clean + '/dayli', { timeout: 0 }); // ? deployment-not-found
  runDeployment(target(names.load, 'eu'), { timeout: 0 }); // ! no-floating-run
  await waitForFlowRuns([a, b, c, d]);
});
`,
    },
    'old style callbacks, promises and partial application': {
      'use.js': `const { flow, task } = require('millrace');
const _ = require('lodash');
const { promisify } = require('node:util');
const etl = flow({ name: 'etl' }, async ({ n }) => n);
const step = task({ name: 'step' }, async ({ n }) => n);
const self = module.exports = { etl, start, stop: () => etl.submit({ n: 1 }) }; // ! flow-no-submit
function start(done) {
  self.etl.submit({ n: 1 }); // ! flow-no-submit
  this.etl;
  etl({ n: 1 }).then((value) => done(null, value), done);
  etl({ n: 2 }); // ! no-floating-run
}
const each = (list, fn) => { for (const one of list) fn(one); };
each([etl], (one) => one.submit({ n: 1 })); // ! flow-no-submit
each([step], (one) => one.submit({ n: 1 }));
_.once(() => etl.submit({ n: 1 })); // ! flow-no-submit
promisify((n, done) => { etl.submit({ n }); done(); }); // ! flow-no-submit
new Promise((resolve, reject) => { etl({ n: 1 }).then(resolve, reject); });
new Promise((resolve) => { setTimeout(() => etl.submit({ n: 1 }), 10); resolve(); }); // ! flow-no-submit
Promise.resolve(etl).then((one) => one.submit({ n: 1 })); // ! flow-no-submit
Promise.resolve().then(() => etl({ n: 1 })); // ! no-floating-run
process.on('exit', etl.submit); // ! flow-no-submit
exports.late = etl;
module.exports.more = { ...self, again: etl };
module.exports.more.again.submit({ n: 1 }); // ! flow-no-submit
`,
    },
    'components that hold flows in hooks of the project': {
      'hooks.tsx': `import { createContext, use, type PropsWithChildren } from 'react';
import { flow, type Flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export interface Jobs { etl: Flow<{}, number>; list: Flow<{}, number>[] }
export const JobsContext = createContext<Jobs>({ etl, list: [] });
export function useJobs(): Jobs { return use(JobsContext); }
export const useJob = (n: number) => useJobs().list[n];
export const withJobs = <P extends object>(Inner: (props: P & { jobs: Jobs }) => unknown) => (props: P) => <Inner {...props} jobs={useJobs()} />;
type Column<T> = { title: string; cell: (row: T, index: number) => unknown };
export function Table<T>({ rows, columns, onSelect }: { rows: T[]; columns: Column<T>[]; onSelect?: (row: T) => void }) {
  return <table onClick={() => onSelect?.(rows[0]!)}>{rows.map((row, n) => columns.map((column) => <td key={n}>{column.cell(row, n)}</td>))}</table>;
}
export function Provider({ children, jobs = { etl, list: [etl] } }: PropsWithChildren<{ jobs?: Jobs }>) {
  jobs.etl.submit(); // ! flow-no-submit
  return <JobsContext.Provider value={jobs}>{children}</JobsContext.Provider>;
}
`,
      'page.tsx': `import { etl, Table, useJob, useJobs, withJobs } from './hooks.tsx';
export function Page() {
  const { etl: main, list } = useJobs();
  const one = useJob(1);
  const go = () => { main.submit(); }; // ! flow-no-submit
  one?.submit(); // ! flow-no-submit
  return <Table rows={list} columns={[{ title: 'x', cell: (row) => row.submit() }]} // ? flow-no-submit
    onSelect={(row) => { row.map({}); go(); }} />; // ? flow-no-map
}
export const Wrapped = withJobs(({ jobs }) => <button onClick={() => jobs.etl.submit()} />); // ! flow-no-submit
export const Typed = () => <Table<typeof etl> rows={[etl]} columns={[]} onSelect={(row) => row.submit()} />; // ? flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
