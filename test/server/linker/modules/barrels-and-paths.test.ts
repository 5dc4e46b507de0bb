import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows between files: barrels, CommonJS, packages, paths, JavaScript, dynamic imports. */
reportsAsMarked(
  {
    'three barrels that rename': {
      'flows/etl.ts': `import { flow, task } from 'millrace';
const nightly = flow({ name: 'nightly' }, async () => 1);
export const load = task({ name: 'load' }, async () => 1);
export { nightly as inner, nightly as 'with space' };
export default nightly;
`,
      'flows/index.ts': `export { default as etl, inner as alsoEtl, load } from './etl.ts';
export * as raw from './etl.ts';
export * from './etl.ts';
`,
      'index.ts': `export { etl as nightlyEtl, raw, alsoEtl as default } from './flows/index.ts';
import { load } from './flows/index.ts';
import * as everything from './flows/index.ts';
export { load as submit, everything };
export { 'with space' as spaced } from './flows/etl.ts';
`,
      'use.ts': `import anything, { everything, nightlyEtl, raw, spaced, submit } from './index.ts';
import * as top from './index.ts';
import type { nightlyEtl as Type } from './index.ts';
anything.submit(); // ! flow-no-submit
nightlyEtl.submit(); // ! flow-no-submit
raw.inner.submit(); // ! flow-no-submit
raw.default.map({}); // ! flow-no-map
raw.load.submit(); // ! task-called-outside-flow
everything.etl.submit(); // ! flow-no-submit
everything.raw.default.submit(); // ! flow-no-submit
spaced.submit(); // ! flow-no-submit
submit.submit(); // ! task-called-outside-flow
top.default.submit(); // ! flow-no-submit
const { raw: { inner: deep }, submit: fine } = top;
deep.submit(); // ! flow-no-submit
fine.submit(); // ! task-called-outside-flow
export const use = (one: typeof Type) => one.submit(); // ! flow-no-submit
`,
    },
    'export = and import require': {
      'etl.cts': `import millrace = require('millrace');
const etl = millrace.flow({ name: 'etl' }, async () => 1);
const api = { etl, make: () => etl, nested: { again: etl } };
export = api;
`,
      'single.cts': `import { flow } from 'millrace';
const single = flow({ name: 'single' }, async () => 1);
export = single;
`,
      'use.cts': `import api = require('./etl.cjs');
import single = require('./single.cjs');
api.etl.submit(); // ! flow-no-submit
api.make().submit(); // ! flow-no-submit
single.map({}); // ! flow-no-map
api.nested.again.submit(); // ! flow-no-submit
`,
      'use.mts': `import single from './single.cjs';
import api, { etl } from './etl.cjs';
single.submit(); // ! flow-no-submit
etl.submit(); // ! flow-no-submit
api.nested.again.submit(); // ! flow-no-submit
`,
    },
    'CommonJS in JavaScript': {
      'flows.cjs': `const { flow, task } = require('millrace');
const etl = flow({ name: 'etl' }, async ({ day }) => day);
exports.load = task({ name: 'load' }, async ({ day }) => day);
exports.report = exports.alias = flow({ name: 'report' }, async () => 1);
Object.assign(exports, { etl });
Object.defineProperty(exports, 'lazy', { enumerable: true, get: () => etl });
`,
      'main.cjs': `module.exports = {
  ...require('./flows.cjs'),
  get current() { return require('./flows.cjs').etl; },
  start(day) { return module.exports.etl.submit({ day }); }, // ! flow-no-submit
};
module.exports.named = require('./flows.cjs').report;
`,
      'use.cjs': `const { etl, load, report: renamed, named } = require('./main');
const main = require('./main.cjs');
etl.submit({ day: 'x' }); // ! flow-no-submit
load.submit({ day: 'x' }); // ! task-called-outside-flow
renamed.map({}); // ! flow-no-map
named.submit(); // ! flow-no-submit
main.current.submit({ day: 'x' }); // ! flow-no-submit
require('./flows.cjs').alias.submit(); // ! flow-no-submit
require('./flows.cjs').lazy.submit(); // ! flow-no-submit
async function run() {
  renamed(); // ! no-floating-run
  await renamed();
}
run().catch(console.error);
`,
    },
    'dynamic imports': {
      'etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export default { etl, again: etl };
`,
      'load.ts': `export const load = () => import('./etl.ts');
export const loaders = { etl: () => import('./etl.ts'), other: async () => (await import('./etl.ts')).default };
export async function flowOf() {
  const { etl: found } = await load();
  return found;
}
`,
      'use.ts': `import { flowOf, load, loaders } from './load.ts';
const { etl, default: all } = await import('./etl.ts');
etl.submit(); // ! flow-no-submit
all.again.submit(); // ! flow-no-submit
(await load()).etl.submit(); // ! flow-no-submit
(await flowOf()).submit(); // ! flow-no-submit
(await loaders.other()).again.map({}); // ! flow-no-map
load().then(({ etl: one }) => one.submit()); // ! flow-no-submit
import('./etl.ts').then((module) => module.default.etl.submit()); // ! flow-no-submit
const [first, second] = await Promise.all([load(), loaders.etl()]);
first.etl.submit(); // ! flow-no-submit
second.default.again.submit(); // ! flow-no-submit
const kept = load();
export const later = async () => (await kept).etl.submit(); // ! flow-no-submit
for (const make of Object.values([load])) (await make()).etl.submit(); // ! flow-no-submit
`,
    },
    'packages with exports conditions and internal imports': {
      'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }',
      'packages/flows/package.json': `{ "name": "@acme/flows", "type": "module",
  "exports": { ".": { "types": "./src/index.ts", "default": "./dist/index.js" }, "./daily/*": { "import": "./src/daily/*.ts" }, "./internal": null },
  "imports": { "#lib/*": "./src/lib/*.ts" } }`,
      'packages/flows/src/index.ts': `export { main } from '#lib/main';
export type { Job } from '#lib/main';
`,
      'packages/flows/src/lib/main.ts': `import { flow } from 'millrace';
export const main = flow({ name: 'main' }, async () => 1);
export type Job = typeof main;
`,
      'packages/flows/src/daily/shop.ts': `import { main } from '#lib/main';
export const shop = main.withOptions({ name: 'shop' });
export const queue = { submit: (work: () => void) => work() };
`,
      'packages/app/package.json': '{ "name": "app", "type": "module", "dependencies": { "@acme/flows": "workspace:*" } }',
      'packages/app/src/use.ts': `import { main, type Job } from '@acme/flows';
import { queue, shop } from '@acme/flows/daily/shop';
main.submit(); // ! flow-no-submit
shop.submit(); // ! flow-no-submit
queue.submit(() => {});
export const run = (job: Job) => job.map({}); // ! flow-no-map
`,
    },
    'paths with several targets': {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./generated/*", "./src/*"], "~flows": ["./src/flows/index.ts"] } } }',
      'generated/schema.ts': `export const table = 'x';
`,
      'src/flows/index.ts': `import { flow } from 'millrace';
import { table } from '@/schema';
export const etl = flow({ name: 'etl' }, async () => table);
`,
      'src/use.ts': `import { etl } from '~flows';
import { etl as again } from '@/flows/index';
etl.submit(); // ! flow-no-submit
again.submit(); // ! flow-no-submit
`,
    },
    'JSX, .mts and .tsx': {
      'flows.mts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
`,
      'button.tsx': `import type { Flow } from 'millrace';
import { etl } from './flows.mjs';
interface Props { job: Flow<{ day: string }, string>; onDone?: () => void }
export function Button({ job, onDone }: Props) {
  const start = () => { job.submit({ day: 'x' }); onDone?.(); }; // ! flow-no-submit
  return <button onClick={start} onSubmit={() => job.map({ day: ['x'] })}>Run</button>; // ! flow-no-map
}
export const Page = (props: Props) => (
  <form ref={(form) => form?.submit()}>
    <Button job={etl} onDone={() => { etl({ day: 'x' }); }} /> // ! no-floating-run
    <Button {...props} job={props.job} onDone={() => props.job.submit({ day: 'x' })} /> // ! flow-no-submit
  </form>
);
`,
    },
    'JavaScript with types in comments': {
      'types.js': `/** @typedef {import('millrace').Flow<{ day: string }, number>} Etl */
/** @typedef {{ main: Etl, queue: { submit(day: string): void } }} Services */
export {};
`,
      'use.js': `// @ts-check
import { flow, task } from 'millrace';
/** @import { Flow } from 'millrace' */
/** @import { Services } from './types.js' */
/**
 * @param {import('./types.js').Etl} one
 * @param {Services} services
 * @param {Flow<{}, void>[]} [others]
 */
export function start(one, services, others = []) {
  one.submit({ day: 'x' }); // ! flow-no-submit
  services.main.map({ day: ['x'] }); // ! flow-no-map
  services.queue.submit('x');
  for (const other of others) other.submit(); // ! flow-no-submit
}
/** @type {Record<string, Flow<{}, void>>} */
const table = {};
table.x.submit(); // ! flow-no-submit
/** @template T @param {T} value @returns {T} */
const same = (value) => value;
same(flow({ name: 'same' }, async () => 1)).submit(); // ! flow-no-submit
const any = /** @type {Flow<{}, void>} */ (JSON.parse('{}'));
any.submit(); // ! flow-no-submit
class Runner {
  /** @type {Flow<{}, void> | undefined} */
  job;
  /** @param {Services} services */
  constructor(services) {
    this.services = services;
    /** @private @readonly */
    this.step = task({ name: 'step' }, async () => 1);
  }
  run() {
    this.job?.submit(); // ! flow-no-submit
    this.services.main.submit({ day: 'x' }); // ! flow-no-submit
    return this.step.submit();
  }
}
export default Runner;
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
