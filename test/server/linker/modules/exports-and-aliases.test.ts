import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows through exports, paths, CommonJS as compilers and people write it, dynamic imports, SDKs under other names. */
reportsAsMarked(
  {
    'a workspace whose packages have subpath exports and imports': {
      'package.json': `{ "name": "root", "private": true, "workspaces": ["packages/*", "apps/*"] }`,
      'packages/flows/package.json': `{ "name": "@acme/flows", "type": "module", "exports": { ".": { "types": "./dist/index.d.ts", "development": "./src/index.ts", "default": "./dist/index.js" }, "./jobs/*": "./src/jobs/*.ts", "./jobs/internal/*": null, "./legacy": [{ "import": "./src/legacy.ts" }, "./src/legacy.ts"] }, "imports": { "#jobs/*.js": "./src/jobs/*.ts", "#sdk": "millrace", "#settings": { "node": "./src/settings.node.ts", "default": "./src/settings.ts" } } }`,
      'packages/flows/src/index.ts': `export { default as ingest } from '#jobs/ingest.js';
export * as jobs from './jobs/clean.ts';
export { settings } from '#settings';
`,
      'packages/flows/src/jobs/ingest.ts': `import { flow } from '#sdk';
export default flow({ name: 'ingest' }, async ({ day }: { day: string }) => day);
`,
      'packages/flows/src/jobs/clean.ts': `import { flow, task } from '#sdk';
import { settings } from '#settings';
export const clean = flow({ name: 'clean' }, async () => 1);
export const sweep = task({ name: 'sweep' }, async () => 1);
settings.main.submit(); // ! flow-no-submit
`,
      'packages/flows/src/settings.ts': `export const settings = { main: { submit() {} }, other: 1 };
`,
      'packages/flows/src/settings.node.ts': `import { clean } from './jobs/clean.ts';
export const settings = { get main() { return clean; } };
`,
      'packages/flows/src/legacy.ts': `import { clean } from './jobs/clean.ts';
const all = { clean, run: () => clean };
export { all as default };
`,
      'apps/api/package.json': `{ "name": "api", "dependencies": { "@acme/flows": "workspace:*" } }`,
      'apps/api/src/main.ts': `import { ingest, jobs, settings } from '@acme/flows';
import { clean as tidy, sweep } from '@acme/flows/jobs/clean';
import legacy from '@acme/flows/legacy';
ingest.submit({ day: 'x' }); // ! flow-no-submit
jobs.clean.map({}); // ! flow-no-map
tidy.submit(); // ! flow-no-submit
legacy.clean.submit(); // ! flow-no-submit
legacy.run().submit(); // ! flow-no-submit
settings.main.submit(); // ! flow-no-submit
export const use = async () => sweep();
`,
    },
    'tsconfig with references, extends and paths with fallbacks': {
      'tsconfig.base.json': `{ "compilerOptions": { "baseUrl": ".", "paths": { "@flows/*": ["generated/*", "flows/*"], "@lib": ["lib/main"], "~/*": ["./*"] } } }`,
      'tsconfig.json': `{ "files": [], "references": [{ "path": "./app" }, { "path": "./flows" }] }`,
      'app/tsconfig.json': `{ "extends": ["../tsconfig.strict.json", "../tsconfig.base.json"], "include": ["**/*"], "references": [{ "path": "../flows" }] }`,
      'tsconfig.strict.json': `{ "compilerOptions": { "strict": true } }`,
      'flows/tsconfig.json': `{ "extends": "../tsconfig.base.json", "compilerOptions": { "composite": true } }`,
      'flows/etl.ts': `import { flow } from '@lib';
export const etl = flow({ name: 'etl' }, async () => 1);
export const form = { submit: () => etl() };
`,
      'lib/main.ts': `import * as millrace from 'millrace';
export const { flow, task } = millrace;
export default millrace;
`,
      'app/use.ts': `import { etl, form } from '@flows/etl';
import { etl as again } from '~/flows/etl.js';
import { etl as bare } from 'flows/etl';
import sdk from '@lib';
const own = sdk.flow({ name: 'own' }, async () => 1);
const step = sdk.task({ name: 'step' }, async () => 1);
etl.submit(); // ! flow-no-submit
again.map({}); // ! flow-no-map
bare.submit(); // ! flow-no-submit
own.submit(); // ! flow-no-submit
form.submit();
export const main = sdk.flow({ name: 'main' }, async () => {
  etl(); // ! no-floating-run
  return step.submit().result();
});
`,
    },
    'rootDirs, folders with an index and cycles between barrels': {
      'tsconfig.json': `{ "compilerOptions": { "rootDirs": ["src", "gen"], "module": "NodeNext" } }`,
      'gen/flows/made.ts': `import { flow } from 'millrace';
export const made = flow({ name: 'made' }, async () => 1);
`,
      'src/flows/hand.ts': `import { flow } from 'millrace';
import { made } from './made';
import { all } from '../index';
export const hand = flow({ name: 'hand' }, async () => {
  await made();
  all.hand.submit(); // ! flow-no-submit
  made.submit(); // ! flow-no-submit
});
`,
      'src/flows/index.ts': `export * from './hand';
export * from '../index';
export { made as default } from './made';
`,
      'src/index.ts': `import standard, { hand } from './flows';
export * from './flows';
export const all = { hand, standard };
export { all as flows };
`,
      'src/use.ts': `import { all, flows, hand } from './flows/index';
import fallback from './flows';
hand.submit(); // ! flow-no-submit
all.standard.submit(); // ! flow-no-submit
flows.hand.map({}); // ! flow-no-map
fallback.submit(); // ! flow-no-submit
`,
    },
    'defaults through several barrels': {
      'a.ts': `import { flow } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
export { a as default, a };
`,
      'b.ts': `import { flow } from 'millrace';
export default flow({ name: 'b' }, async () => 1);
export const submit = () => 1;
`,
      'mid.ts': `export { default } from './a.ts';
export { default as b, default as again } from './b.ts';
export * as default2 from './b.ts';
export type { a as A } from './a.ts';
`,
      'top.ts': `import def, * as mid from './mid.ts';
import { default as named } from './b.ts';
export default { def, mid, named, list: [def, mid.b] };
export { mid };
`,
      'use.ts': `import top, { mid as m } from './top.ts';
import type { A } from './mid.ts';
import * as b from './b.ts';
top.def.submit(); // ! flow-no-submit
top.mid.b.submit(); // ! flow-no-submit
top.mid.default.submit(); // ! flow-no-submit
top.named.map({}); // ! flow-no-map
top.list[1]!.submit(); // ! flow-no-submit
m.default2.default.submit(); // ! flow-no-submit
m.again.submit(); // ! flow-no-submit
b.submit();
b.default.submit(); // ! flow-no-submit
export function run(one: typeof A) {
  return one.submit(); // ! flow-no-submit
}
export const { default: picked, ...others } = m;
picked.submit(); // ! flow-no-submit
others.b.submit(); // ! flow-no-submit
`,
    },
    'CommonJS as compilers write it': {
      'dist-like/flows.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.step = exports.etl = void 0;
const millrace_1 = require("millrace");
exports.etl = (0, millrace_1.flow)({ name: 'etl' }, async () => 1);
exports.step = (0, millrace_1.task)({ name: 'step' }, async () => 1);
exports.default = exports.etl;
`,
      'dist-like/index.js': `"use strict";
var __exportStar = (this && this.__exportStar) || function(m, exports) { for (var p in m) if (p !== "default") exports[p] = m[p]; };
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.main = void 0;
__exportStar(require("./flows.js"), exports);
const flows_1 = __importDefault(require("./flows.js"));
exports.main = flows_1.default;
Object.defineProperty(exports, "renamed", { enumerable: true, get: function () { return flows_1.default; } });
flows_1.default.submit(); // ! flow-no-submit
`,
      'dist-like/use.js': `const flows = require('./index.js');
const { etl, step } = require('./flows.js');
flows.main.submit(); // ! flow-no-submit
flows.renamed.submit(); // ! flow-no-submit
flows.etl.submit(); // ! flow-no-submit
etl.map({}); // ! flow-no-map
(0, etl.submit)(); // ! flow-no-submit
module.exports = async () => step.submit();
`,
    },
    'CommonJS by hand': {
      'lib/registry.js': `const registry = module.exports = {};
const { flow } = require('millrace');
registry.daily = flow({ name: 'daily' }, async () => 1);
registry.get = function get(name) {
  return registry[name];
};
registry.hourly = function () { return registry.daily; };
`,
      'lib/make.js': `const millrace = require('millrace');
module.exports = function make(name) {
  return millrace.flow({ name }, async () => 1);
};
module.exports.standard = module.exports('standard');
module.exports.Runner = class Runner {
  constructor() {
    this.main = module.exports('main');
  }
  start() {
    return this.main.submit(); // ! flow-no-submit
  }
};
`,
      'lib/index.js': `exports = module.exports = require('./registry');
exports.make = require('./make');
exports.extra = require('./make')('extra');
`,
      'use.js': `const lib = require('./lib');
const make = require('./lib/make'), { standard, Runner } = make;
lib.daily.submit(); // ! flow-no-submit
lib.hourly().submit(); // ! flow-no-submit
lib.make('x').submit(); // ! flow-no-submit
lib.extra.map({}); // ! flow-no-map
make('y').submit(); // ! flow-no-submit
standard.submit(); // ! flow-no-submit
new Runner().main.submit(); // ! flow-no-submit
lib.get('daily').submit(); // ? flow-no-submit
let lazily;
function load() {
  lazily = lazily || require('./lib/registry');
  return lazily;
}
load().daily.submit(); // ? flow-no-submit
if (require.main === module) {
  const { daily } = require('./lib/registry');
  daily(); // ! no-floating-run
}
`,
    },
    'mts and cts beside each other': {
      'jobs.cts': `import type { Flow } from 'millrace';
const { flow } = require('millrace') as typeof import('millrace');
function jobs(name: string): Flow<{}, number> {
  return flow({ name }, async () => 1);
}
namespace jobs {
  export const first = jobs('first');
  export type One = Flow<{}, number>;
}
export = jobs;
`,
      'use.cts': `import jobs = require('./jobs.cjs');
import type { flow } from 'millrace';
jobs('x').submit(); // ! flow-no-submit
jobs.first.submit(); // ! flow-no-submit
const one: jobs.One = jobs.first;
one.map({}); // ! flow-no-map
export type Make = typeof flow;
`,
      'use.mts': `import jobs from './jobs.cjs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const again = require('./jobs.cjs') as typeof jobs;
jobs.first.submit(); // ! flow-no-submit
jobs('z').submit(); // ! flow-no-submit
again.first.submit(); // ! flow-no-submit
export { jobs as 'the jobs' };
`,
      'more.mts': `import { 'the jobs' as them } from './use.mjs';
import * as ns from './use.mjs';
them.first.submit(); // ! flow-no-submit
ns['the jobs'].first.submit(); // ! flow-no-submit
`,
    },
    'dynamic imports of every kind': {
      'etl.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const step = task({ name: 'step' }, async () => 1);
export default etl;
`,
      'plugins.ts': `export const plugins = {
  etl: () => import('./etl.ts').then((m) => m.default),
  step: () => import('./etl.ts').then(({ step }) => step),
  whole: async () => await import('./etl.ts'),
} as const;
export const modulePromise = import('./etl.ts');
let cached: Promise<typeof import('./etl.ts')> | undefined;
export const once = () => (cached ??= import('./etl.ts'));
export async function named(name: 'etl' | 'default') {
  const module = await import('./etl.ts');
  return module[name];
}
export class Loader {
  private module?: typeof import('./etl.ts');
  async load() {
    this.module ??= await import('./etl.ts');
    return this.module;
  }
  start() {
    this.module?.etl.submit(); // ! flow-no-submit
  }
}
`,
      'use.ts': `import { Loader, modulePromise, named, once, plugins } from './plugins.ts';
(await plugins.etl()).submit(); // ! flow-no-submit
const { default: main, etl: { submit } } = await plugins.whole(); // ! flow-no-submit
submit();
main.submit(); // ! flow-no-submit
(await modulePromise).etl.submit(); // ! flow-no-submit
modulePromise.then((m) => m.etl.submit()); // ! flow-no-submit
const { etl } = await once();
etl.submit(); // ! flow-no-submit
once().then(async ({ default: one }) => {
  one.map({}); // ! flow-no-map
}).catch(console.error);
(await named('etl')).submit(); // ! flow-no-submit
(await new Loader().load()).etl.submit(); // ! flow-no-submit
const [a, { default: b }] = await Promise.all([plugins.etl(), import('./etl.ts')]);
a.submit(); // ! flow-no-submit
b.submit(); // ! flow-no-submit
export async function handler() {
  const { step } = await import('./etl.ts');
  const future = step.submit();
  return future.result();
}
import('./etl.ts').then((m) => m.etl()).then((n) => n + 1).catch(() => {});
import('./etl.ts').then((m) => m.etl()); // ! no-floating-run
`,
    },
    'the SDK under other names': {
      'sdk.ts': `export { flow as defineFlow, task as defineTask, runDeployment as trigger } from 'millrace';
export * from 'millrace';
import * as everything from 'millrace';
export const m = everything;
export const makeFlow = everything.flow;
`,
      'define.ts': `import { flow as base, type FlowOptions, type Flow } from 'millrace';
export function pipeline<P extends object, R>(name: string, fn: (parameters: P) => Promise<R>, options: Partial<FlowOptions> = {}): Flow<P, R> {
  return base({ ...options, name }, fn);
}
export const scoped = (prefix: string) => <P extends object, R>(name: string, fn: (parameters: P) => Promise<R>) => base({ name: prefix + name }, fn);
export const bare = (name: string) => base({ name }, async () => name);
export const defaults = { pipeline, scoped, bare };
`,
      'use.ts': `import { defineFlow, defineTask, m, makeFlow, flow } from './sdk.ts';
import { defaults, pipeline, scoped } from './define.ts';
const a = defineFlow({ name: 'a' }, async () => 1);
const b = m.flow({ name: 'b' }, async () => 1);
const c = makeFlow({ name: 'c' }, async () => 1);
const d = flow({ name: 'd' }, async () => 1);
const e = pipeline('e', async ({ day }: { day: string }) => day, { retries: 2 });
const inTeam = scoped('team-');
const f = inTeam('f', async ({ day }: { day: string }) => day);
const g = defaults.bare('g');
const step = defineTask({ name: 'step' }, async () => 1);
a.submit(); // ! flow-no-submit
b.submit(); // ! flow-no-submit
c.submit(); // ! flow-no-submit
d.submit(); // ! flow-no-submit
e.submit({ day: 'x' }); // ! flow-no-submit
f.submit({ day: 'x' }); // ! flow-no-submit
g.map({}); // ! flow-no-map
const renamed = e.withOptions({ name: 'e2' }).withOptions({ retries: 3 });
renamed.submit({ day: 'x' }); // ! flow-no-submit
export const main = pipeline('main', async () => {
  a(); // ! no-floating-run
  await e({ day: 'x' });
  step.submit();
  const rows = step.submit();
  return rows + 1; // ! future-not-resolved
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
