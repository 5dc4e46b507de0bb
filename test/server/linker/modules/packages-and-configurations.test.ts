import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows that go through packages, configurations and languages. */
reportsAsMarked(
  {
    'tsconfig paths, project references and workspace packages': {
      'package.json': `{ "name": "root", "private": true, "workspaces": ["packages/*", "apps/*"] }
`,
      'tsconfig.json': `{ "files": [], "references": [{ "path": "packages/jobs" }, { "path": "apps/nightly" }] }
`,
      'tsconfig.base.json': `{ "compilerOptions": { "composite": true, "module": "nodenext" } }
`,
      'packages/jobs/package.json': `{ "name": "@acme/jobs", "type": "module", "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" }, "./etl": "./dist/flows/etl.js", "./flows/*": "./dist/flows/*.js" }, "imports": { "#internal/*": "./src/internal/*.ts" } }
`,
      'packages/jobs/tsconfig.json': `{ "extends": "../../tsconfig.base.json", "compilerOptions": { "rootDir": "src", "outDir": "dist" }, "include": ["src"] }
`,
      'packages/jobs/src/index.ts': `export { etl } from './flows/etl.js';
export { queue } from '#internal/queue';
export * as flows from './flows/report.js';
`,
      'packages/jobs/src/internal/queue.ts': `export const queue = { submit(x: unknown) { return x; }, map(x: unknown[]) { return x; } };
`,
      'packages/jobs/src/flows/etl.ts': `import { flow } from 'millrace';
import { queue } from '#internal/queue';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => {
  queue.submit(day);
  return day;
});
`,
      'packages/jobs/src/flows/report.ts': `import { flow } from 'millrace';
export const report = flow({ name: 'report' }, async () => 'ok');
`,
      'apps/nightly/package.json': `{ "name": "nightly", "type": "module", "dependencies": { "@acme/jobs": "workspace:*" } }
`,
      'apps/nightly/tsconfig.json': `{ "extends": "../../tsconfig.base.json", "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["./src/*"], "@shared": ["./src/shared/index.ts"] } }, "references": [{ "path": "../../packages/jobs" }] }
`,
      'apps/nightly/src/shared/index.ts': `export { etl as sharedEtl } from '@acme/jobs/etl';
export { report } from '@acme/jobs/flows/report';
`,
      'apps/nightly/src/main.ts': `import { flow } from 'millrace';
import { etl, flows, queue } from '@acme/jobs';
import { report, sharedEtl } from '@shared';
import { local } from '~/local';
export const main = flow({ name: 'main' }, async ({ day }: { day: string }) => {
  etl.submit({ day }); // ! flow-no-submit
  sharedEtl.submit({ day }); // ! flow-no-submit
  report.map({}); // ! flow-no-map
  flows.report.submit(); // ! flow-no-submit
  queue.submit(day);
  queue.map([day]);
  local.submit();
  sharedEtl({ day }); // ! no-floating-run
  await etl({ day });
});
`,
      'apps/nightly/src/local.ts': `export const local = { submit() {} };
`,
    },
    'javascript with jsdoc types': {
      'jobs.js': `import { flow, task } from 'millrace';
/** Loads a day. */
export const load = flow({ name: 'load' }, async ({ day }) => day);
export const count = task({ name: 'count' }, async ({ day }) => day.length);
`,
      'use.js': `import { flow } from 'millrace';
import { count, load } from './jobs.js';
/** @typedef {import('millrace').Flow<{ day: string }, string>} DayFlow */
/** @typedef {{ submit(day: string): void }} Queue */
/**
 * @param {DayFlow} one
 * @param {Queue} queue
 */
export async function start(one, queue) {
  one.submit({ day: 'x' }); // ! flow-no-submit
  queue.submit('x');
  await one({ day: 'x' });
}
/** @type {import('millrace').Flow<{ day: string }, string>[]} */
const list = [];
list.push(load);
/** @type {Map<string, Queue>} */
const queues = new Map();
export const main = flow({ name: 'main' }, async () => {
  for (const one of list) one.map({ day: ['a'] }); // ! flow-no-map
  for (const queue of queues.values()) queue.submit('x');
  const n = count.submit({ day: 'a' });
  const text = \`there are \${n}\`; // ! future-not-resolved
  const right = \`there are \${await n.result()}\`;
  const aliased = /** @type {any} */ (load);
  aliased.submit({ day: 'x' }); // ! flow-no-submit
  count({ day: 'b' }); // ! no-floating-run
  return text + right;
});
/** @param {{ flow: DayFlow, queue: Queue }} options */
export const run = ({ flow, queue }) => {
  flow.submit({ day: 'x' }); // ! flow-no-submit
  queue.submit('x');
};
`,
    },
    'commonjs javascript with exports assignments': {
      'etl.js': `const { flow, task } = require('millrace');
const sdk = require('millrace');
exports.etl = flow({ name: 'etl' }, async () => 1);
exports.step = task({ name: 'step' }, async () => 2);
module.exports.third = sdk.flow({ name: 'third' }, async () => 3);
exports.queue = { submit() {}, map() {} };
Object.assign(exports, { fourth: flow({ name: 'fourth' }, async () => 4) });
`,
      'index.js': `module.exports = { ...require('./etl.js'), jobs: require('./etl.js') };
`,
      'main.js': `const all = require('./index.js');
const { etl, jobs: { third, queue } } = require('./index.js');
const main = require('millrace').flow({ name: 'main' }, async () => {
  all.etl.submit(); // ! flow-no-submit
  etl.map({}); // ! flow-no-map
  third.submit(); // ! flow-no-submit
  queue.submit();
  all.queue.map();
  all.fourth.submit(); // ! flow-no-submit
  const s = all.step.submit();
  if (s === 2) return; // ! future-not-resolved
  await s.result();
  all.step(); // ! no-floating-run
});
exports.main = main;
`,
    },
    'monorepo with a re-exporting sdk wrapper package': {
      'package.json': `{ "name": "mono", "private": true, "workspaces": ["libs/*", "apps/*"] }
`,
      'libs/sdk/package.json': `{ "name": "@corp/sdk", "main": "src/index.ts", "dependencies": { "millrace": "^1.0.0" } }
`,
      'libs/sdk/src/index.ts': `export * from 'millrace';
export { flow as defineFlow, task as step } from 'millrace';
export { createJob } from './create-job';
export type { Flow as Job } from 'millrace';
`,
      'libs/sdk/src/create-job.ts': `import { flow, type FlowOptions } from 'millrace';
export const createJob = <P extends object, R>(name: string, run: (p: P) => Promise<R>, options: Partial<FlowOptions> = {}) =>
  flow({ name, logPrints: true, ...options }, run);
`,
      'libs/queue/package.json': `{ "name": "@corp/queue", "main": "./index.js", "types": "./index.ts" }
`,
      'libs/queue/index.ts': `export const flow = (options: object, fn: () => void) => ({ submit() { fn(); }, map() {}, options });
export const createJob = flow;
`,
      'apps/etl/package.json': `{ "name": "etl", "dependencies": { "@corp/sdk": "*", "@corp/queue": "*" } }
`,
      'apps/etl/main.ts': `import { createJob, defineFlow, flow, step, type Job } from '@corp/sdk';
import * as sdk from '@corp/sdk';
import { createJob as queueJob, flow as queueFlow } from '@corp/queue';
const a = flow({ name: 'a' }, async () => 1);
const b = defineFlow({ name: 'b' }, async () => 1);
const c = createJob('c', async ({ n }: { n: number }) => n);
const d = sdk.createJob('d', async () => 1);
const e = step({ name: 'e' }, async () => 1);
const f = queueFlow({ name: 'f' }, () => {});
const g = queueJob({ name: 'g' }, () => {});
export const main = sdk.defineFlow({ name: 'main' }, async () => {
  a.submit(); // ! flow-no-submit
  b.submit(); // ! flow-no-submit
  c.submit({ n: 1 }); // ! flow-no-submit
  d.map({}); // ! flow-no-map
  e.submit();
  f.submit();
  g.submit();
  c({ n: 1 }); // ! no-floating-run
  f.map();
  await c({ n: 1 });
  await c(3); // ! no-positional-parameters
  const x = e.submit();
  return x ? 1 : 2; // ! future-not-resolved
});
export const start = (job: Job<{}, number>) => job.submit(); // ! flow-no-submit
`,
    },
    'class instances handed over without types': {
      'base.js': `const { flow } = require('millrace');
class Job {
  constructor(name) {
    this.name = name;
    this.flow = flow({ name }, async () => name);
    this.queue = [];
  }
  static of(name) {
    return new Job(name);
  }
  submit() {
    return this.flow({});
  }
  get inner() {
    return this.flow;
  }
  async start() {
    this.flow.submit({}); // ! flow-no-submit
    this.queue.map((x) => x);
    await this.submit();
    return this;
  }
}
function Legacy(name) {
  this.flow = flow({ name: 'legacy' }, async () => name);
}
Legacy.prototype.run = function () {
  this.flow.submit({}); // ? flow-no-submit
  return this.flow({});
};
module.exports = { Job, Legacy };
`,
      'main.js': `const { Job, Legacy } = require('./base.js');
const own = new Job('own');
async function main() {
  await own.submit();
  own.flow.submit({}); // ! flow-no-submit
  Job.of('x').inner.map({}); // ! flow-no-map
  const started = await own.start();
  started.flow.submit({}); // ! flow-no-submit
  const legacy = new Legacy('x');
  legacy.flow.submit({}); // ? flow-no-submit
  await legacy.run();
  own.queue.map((x) => x);
}
module.exports = main;
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
