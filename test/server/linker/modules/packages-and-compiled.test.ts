import { reportsAsMarked } from '../../../support/applications.ts';

/** Flows that other files, packages and formats of modules hand on. */
reportsAsMarked({
  'a monorepo with packages by name, subpaths and conditions': {
    'package.json': `{ "name": "root", "private": true, "workspaces": ["packages/*", "apps/*"] }`,
    'packages/flows/package.json': `{ "name": "@acme/flows", "type": "module", "exports": { ".": { "types": "./dist/index.d.ts", "source": "./src/index.ts", "import": "./dist/index.js" }, "./billing": { "import": "./dist/billing/index.js", "default": "./dist/billing/index.js" }, "./jobs/*": "./dist/jobs/*.js", "./package.json": "./package.json" }, "imports": { "#shared/*": "./src/shared/*.ts", "#env": { "node": "./src/env.node.ts", "default": "./src/env.ts" } } }`,
    'packages/flows/src/shared/make.ts': `import { flow, type FlowOptions } from 'millrace';
export const named = (name: string, options: Partial<FlowOptions> = {}) => flow({ ...options, name }, async (input: { day?: string }) => input.day);
`,
    'packages/flows/src/env.node.ts': `import { named } from '#shared/make';
export const warmUp = named('warm-up');
`,
    'packages/flows/src/billing/index.ts': `import { named } from '#shared/make';
export const invoice = named('invoice');
export const dunning = named('dunning', { retries: 2 });
export { invoice as default };
`,
    'packages/flows/src/jobs/nightly.ts': `import { invoice } from '../billing/index.js';
import { warmUp } from '#env';
export const nightly = invoice.withOptions({ name: 'nightly' });
export function all() { return { nightly, warmUp } as const; }
`,
    'packages/flows/src/index.ts': `export * from './billing/index.js';
export { default } from './billing/index.js';
export * as jobs from './jobs/nightly.js';
`,
    'apps/api/package.json': `{ "name": "api", "type": "module", "dependencies": { "@acme/flows": "workspace:*", "millrace": "^1.0.0" } }`,
    'apps/api/src/main.ts': `import invoices, { dunning, jobs } from '@acme/flows';
import * as billing from '@acme/flows/billing';
import { nightly, all } from '@acme/flows/jobs/nightly';
invoices.submit(); // ! flow-no-submit
dunning.submit({ day: 'x' }); // ! flow-no-submit
jobs.nightly.submit(); // ! flow-no-submit
jobs.all().warmUp.submit(); // ! flow-no-submit
billing.invoice.submit(); // ! flow-no-submit
billing.default.map([]); // ! flow-no-map
nightly.submit(); // ! flow-no-submit
const { warmUp } = all();
warmUp.submit(); // ! flow-no-submit
`,
  },
  'path aliases with a base, several targets and an extended config': {
    'tsconfig.base.json': `{ "compilerOptions": { "baseUrl": ".", "paths": { "@flows/*": ["generated/flows/*", "src/flows/*"], "@app": ["src/app.ts"], "~/*": ["src/*"] } } }`,
    'tsconfig.json': `{ "extends": "./tsconfig.base.json", "references": [{ "path": "./src" }] }`,
    'src/flows/etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const steps = [etl, flow({ name: 'second' }, async () => 2)] as const;
`,
    'src/app.ts': `export { etl as main } from '@flows/etl';
import { steps } from '~/flows/etl';
export const [, second] = steps;
export default class App { static readonly flows = { second, list: [...steps] }; }
`,
    'src/run.ts': `import App, { main, second } from '@app';
import { etl } from 'src/flows/etl';
main.submit(); // ! flow-no-submit
second.submit(); // ! flow-no-submit
etl.submit(); // ! flow-no-submit
App.flows.second.submit(); // ! flow-no-submit
App.flows.list.at(-1)?.submit(); // ! flow-no-submit
App.flows.list.forEach((one) => one.submit()); // ! flow-no-submit
`,
  },
  'barrels, cycles, type-only and merged exports': {
    'flows/a.ts': `import { flow } from 'millrace';
import { registry } from './registry.js';
export const a = flow({ name: 'a' }, async () => Object.keys(registry).length);
export type A = typeof a;
export namespace Names { export const first = a; export namespace Deep { export const second = first.withOptions({ retries: 1 }); } }
`,
    'flows/b.ts': `import { flow } from 'millrace';
import type { A } from './a.js';
export default flow({ name: 'b' }, async () => 2);
export function start(one: A, { again }: { again: A }) {
  one.submit(); // ! flow-no-submit
  again.map([]); // ! flow-no-map
}
`,
    'flows/registry.ts': `import * as A from './a.js';
import b from './b.js';
export const registry = { [A.a.name]: A.a, b, ...A } as const;
export { A as group };
export { b };
`,
    'flows/index.ts': `export * from './a.js';
export * from './registry.js';
export * from './b.js';
export { default as last } from './b.js';
`,
    'run.ts': `import { registry, group, b, last, Names, a } from './flows/index.js';
import type { A } from './flows/index.js';
registry.b.submit(); // ! flow-no-submit
registry.a.submit(); // ! flow-no-submit
group.a.submit(); // ! flow-no-submit
group.Names.first.submit(); // ! flow-no-submit
b.submit(); // ! flow-no-submit
last.submit(); // ! flow-no-submit
Names.Deep.second.submit(); // ! flow-no-submit
a.submit(); // ! flow-no-submit
const later = (one: A) => one.submit(); // ! flow-no-submit
later(a);
let held: A | undefined;
held?.submit(); // ! flow-no-submit
declare const known: import('./flows/index.js').A;
known.submit(); // ! flow-no-submit
`,
  },
  'CommonJS with helpers, JSDoc and re-exports': {
    'package.json': `{ "name": "legacy", "type": "commonjs" }`,
    'lib/flows/orders.js': `'use strict';
const millrace = require('millrace');
const { task } = millrace;
/** @type {import('millrace').Flow<{ id: string }, void>} */
const orders = millrace.flow({ name: 'orders' }, async function orders({ id }) { await notify({ id }); });
const notify = task({ name: 'notify' }, async ({ id }) => id);
module.exports.orders = orders;
module.exports.notify = notify;
exports.alias = module.exports.orders;
`,
    'lib/flows/refunds.js': `const { flow: define } = require('millrace');
module.exports = define({ name: 'refunds' }, async () => {});
module.exports.named = module.exports;
`,
    'lib/flows/index.js': `const fs = require('fs');
module.exports = {
  ...require('./orders'),
  refunds: require('./refunds'),
  get lazy() { return require('./orders').orders; },
};
Object.assign(module.exports, { extra: require('./orders').orders });
`,
    'lib/run.js': `const flows = require('./flows');
const { orders, refunds, notify } = flows;
const { flows: none } = require('./nothing');
orders.submit({ id: '1' }); // ! flow-no-submit
refunds.submit(); // ! flow-no-submit
flows.alias.submit(); // ! flow-no-submit
flows.lazy.submit(); // ! flow-no-submit
flows.extra.submit(); // ! flow-no-submit
none.submit();
require('./flows/orders').orders.submit(); // ! flow-no-submit
require('./flows/refunds.js').map([]); // ! flow-no-map
async function main() {
  const future = await notify.submit({ id: '1' }); // ! no-await-submit
  orders({ id: '2' }); // ! no-floating-run
  return future;
}
/**
 * @param {import('millrace').Flow} job
 * @param {{ flows: import('millrace').AnyFlow[], byName: Record<string, import('millrace').AnyFlow> }} context
 */
function start(job, context) {
  job.submit(); // ! flow-no-submit
  context.flows[0].submit(); // ! flow-no-submit
  for (const one of context.flows) one.submit(); // ! flow-no-submit
  context.byName.etl.submit(); // ! flow-no-submit
  Object.values(context.byName).forEach((one) => { one.submit(); }); // ! flow-no-submit
}
/** @typedef {{ job: import('millrace').AnyFlow, form: HTMLFormElement }} Props */
/** @param {Props} props */
const page = ({ job, form }) => { job.submit(); form.submit(); }; // ! flow-no-submit
/** @returns {import('millrace').AnyFlow} */
function pick(name) { return flows[name]; }
pick('x').submit(); // ! flow-no-submit
module.exports = { start, page, main };
`,
  },
  'what a bundler and the compiler write': {
    'dist/flows.js': `"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.load = exports.etl = void 0;
const millrace_1 = require("millrace");
exports.etl = (0, millrace_1.flow)({ name: 'etl' }, async () => 1);
exports.load = (0, millrace_1.task)({ name: 'load' }, async () => 1);
exports.default = exports.etl;
`,
    'dist/index.js': `"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) { o[k2] = m[k]; }) : (function(o, m, k, k2) { o[k2] = m[k]; }));
var __exportStar = (this && this.__exportStar) || function(m, exports) { for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p); };
Object.defineProperty(exports, "__esModule", { value: true });
exports.main = void 0;
__exportStar(require("./flows"), exports);
var flows_1 = require("./flows");
Object.defineProperty(exports, "main", { enumerable: true, get: function () { return flows_1.etl; } });
`,
    'dist/run.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const index_1 = require("./index");
const flows_1 = __importDefault(require("./flows"));
const flows_2 = __importStar(require("./flows"));
index_1.main.submit(); // ! flow-no-submit
(0, index_1.main)(); // ! no-floating-run
flows_1.default.submit(); // ! flow-no-submit
flows_2.etl.submit(); // ! flow-no-submit
index_1.etl.submit(); // ! flow-no-submit
`,
  },
  'import x = require, export =, and declared modules': {
    'flows/orders.cts': `import { flow } from 'millrace';
namespace orders { export const daily = flow({ name: 'daily' }, async () => 1); export const hourly = flow({ name: 'hourly' }, async () => 1); }
export = orders;
`,
    'flows/single.cts': `import millrace = require('millrace');
class Single { static job = millrace.flow({ name: 'single' }, async () => 1); readonly own = Single.job; }
export = Single;
`,
    'run.cts': `import orders = require('./flows/orders.cjs');
import Single = require('./flows/single.cjs');
import daily = orders.daily;
import { hourly } from './flows/orders.cjs';
export import again = orders.hourly;
orders.daily.submit(); // ! flow-no-submit
daily.submit(); // ! flow-no-submit
hourly.submit(); // ! flow-no-submit
again.submit(); // ! flow-no-submit
Single.job.submit(); // ! flow-no-submit
new Single().own.submit(); // ! flow-no-submit
`,
    'use.ts': `import { again } from './run.cjs';
import Single from './flows/single.cjs';
again.submit(); // ! flow-no-submit
Single.job.submit(); // ! flow-no-submit
class More extends Single { go() { return this.own.submit(); } } // ! flow-no-submit
new More().own.submit(); // ! flow-no-submit
`,
  },
  'dynamic imports in their many places': {
    'flows/etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const other = flow({ name: 'other' }, async () => 1);
export default { etl, other };
`,
    'cli.ts': `const load = async () => (await import('./flows/etl.js')).etl;
const loaders = { etl: () => import('./flows/etl.js').then((m) => m.etl), other: async () => { const { other } = await import('./flows/etl.js'); return other; } };
export async function run(name: 'etl' | 'other', flag: boolean) {
  (await load()).submit(); // ! flow-no-submit
  (await loaders.etl()).submit(); // ! flow-no-submit
  (await loaders.other()).submit(); // ! flow-no-submit
  const job = await loaders[name]();
  job.submit(); // ! flow-no-submit
  const { default: { etl: inner } } = await import('./flows/etl.js');
  inner.submit(); // ! flow-no-submit
  const [m, n] = await Promise.all([import('./flows/etl.js'), load()]);
  m.other.submit(); // ! flow-no-submit
  n.submit(); // ! flow-no-submit
  const settled = await Promise.allSettled([load()]);
  if (settled[0].status === 'fulfilled') settled[0].value.submit(); // ? flow-no-submit
  const mod = flag ? await import('./flows/etl.js') : (await import('./flows/etl.js'));
  mod.etl.submit(); // ! flow-no-submit
  const promise = import('./flows/etl.js');
  (await promise).etl.submit(); // ! flow-no-submit
  await promise.then(async ({ default: all }) => { all.other.submit(); }); // ! flow-no-submit
  let cached: Awaited<ReturnType<typeof load>> | undefined;
  cached ??= await load();
  cached.submit(); // ! flow-no-submit
  for await (const one of [load(), loaders.etl()]) one.submit(); // ! flow-no-submit
  const raced = await Promise.race([load(), loaders.other()]);
  raced.submit(); // ! flow-no-submit
  type Mod = typeof import('./flows/etl.js');
  const pick = (mod: Mod) => mod.etl;
  pick(await import('./flows/etl.js')).submit(); // ! flow-no-submit
  const keyed: { [K in keyof Mod]: Mod[K] } = await import('./flows/etl.js');
  keyed.etl.submit(); // ! flow-no-submit
}
`,
  },
  'a package with a deep main, an index folder, and a linked one': {
    'package.json': `{ "name": "root", "workspaces": ["libs/**"] }`,
    'libs/core/pipelines/package.json': `{ "name": "@x/pipelines", "main": "lib/main.js", "types": "lib/main.d.ts" }`,
    'libs/core/pipelines/src/main.ts': `import { flow } from 'millrace';
export const ship = flow({ name: 'ship' }, async () => 1);
export * as nested from './nested';
`,
    'libs/core/pipelines/src/nested/index.ts': `import { ship } from '../main';
export const ships = new Map([['a', ship]]);
export const chosen = () => ships.get('a')!;
`,
    'libs/app/package.json': `{ "name": "app", "dependencies": { "@x/pipelines": "workspace:^" } }`,
    'libs/app/index.tsx': `import { ship, nested } from '@x/pipelines';
import type * as Lib from '@x/pipelines';
export const Button = ({ lib }: { lib: typeof Lib }) => <button onClick={() => lib.ship.submit()}>x</button>; // ! flow-no-submit
ship.submit(); // ! flow-no-submit
nested.ships.get('a')?.submit(); // ! flow-no-submit
nested.chosen().submit(); // ! flow-no-submit
for (const [, one] of nested.ships) one.submit(); // ! flow-no-submit
`,
  },
});
