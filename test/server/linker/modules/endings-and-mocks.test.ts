import { flowsFile, reportsAsMarked } from '../../../support/applications.ts';

const etl = `${flowsFile}export default etl;
`;

/** Flows between files: barrels, endings, declarations, aliases of a monorepo, mocks, containers. */
reportsAsMarked({
  'export * as, and barrels of barrels': {
    'src/flows/etl.ts': etl,
    'src/flows/index.ts': `export * as sales from './etl';\nexport * from './etl';\nexport { default } from './etl';\nexport { etl as 'daily etl' } from './etl';\n`,
    'src/index.ts': `export * as flows from './flows';\nexport { sales as trade } from './flows/index.js';\n`,
    'src/a.ts': `import { flows, trade } from '.';
import whole, { 'daily etl' as daily } from './flows/index.js';
flows.sales.etl.submit(); // ! flow-no-submit
flows.report.submit(); // ! flow-no-submit
trade.default.submit(); // ! flow-no-submit
whole.submit(); // ! flow-no-submit
daily.submit(); // ! flow-no-submit
const { sales: { report: weekly } } = flows;
weekly.submit(); // ! flow-no-submit
`,
  },
  'export =, import x = require, and createRequire': {
    'flows.cts': `import { flow } from 'millrace';\nconst etl = flow({ name: 'etl' }, async () => 1);\nexport = { etl, all: [etl] };\n`,
    'one.cts': `import { flow } from 'millrace';\nconst one = flow({ name: 'one' }, async () => 1);\nexport = one;\n`,
    'a.cts': `import flows = require('./flows.cjs');
import one = require('./one.cjs');
import { etl } from './flows.cjs';
flows.etl.submit(); // ! flow-no-submit
flows.all[0]!.submit(); // ! flow-no-submit
one.submit(); // ! flow-no-submit
etl.submit(); // ! flow-no-submit
`,
    'b.mts': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { etl } = require('./flows.cjs');
etl.submit(); // ! flow-no-submit
const load = createRequire(import.meta.url);
load('./one.cjs').submit(); // ? flow-no-submit
`,
  },
  'dynamic imports': {
    'flows.ts': etl,
    'a.ts': `const { etl } = await import('./flows');
etl.submit(); // ! flow-no-submit
(await import('./flows')).report.submit(); // ! flow-no-submit
import('./flows').then(({ etl: job }) => job.submit()); // ! flow-no-submit
import('./flows').then((m) => m.default).then((job) => job.submit()); // ! flow-no-submit
const lazy = () => import('./flows');
(await lazy()).etl.submit(); // ! flow-no-submit
lazy().then(async (m) => { m.report.submit(); }); // ! flow-no-submit
const [flows] = await Promise.all([import('./flows')]);
flows.etl.submit(); // ! flow-no-submit
export async function start(name: 'etl' | 'report') {
  const flows = await import('./flows');
  const job = flows[name];
  job.submit({} as never); // ! flow-no-submit
  const { default: main } = await lazy();
  main.submit(); // ! flow-no-submit
}
`,
  },
  'other endings, and declarations beside JavaScript': {
    'flows.mjs': `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\n`,
    'flows.d.mts': `export declare const etl: { submit(): void };\n`,
    'page.jsx': `import { etl } from './flows.mjs';\nexport const Page = () => <button onClick={() => etl.submit()}>go</button>; // ! flow-no-submit\n`,
    'panel.tsx': `import { etl } from './flows.mjs';
import type { AnyFlow } from 'millrace';
interface Props { flow: AnyFlow; others?: AnyFlow[] }
export function Panel({ flow, others = [] }: Props) {
  return <form onSubmit={() => { flow.submit(); // ! flow-no-submit
  }}>{others.map((one) => <b key={one.name} onClick={() => one.submit()} />)}</form>; // ! flow-no-submit
}
export const App = () => <Panel flow={etl} />;
`,
    'old.cjs': `'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
const millrace_1 = require('millrace');
exports.etl = (0, millrace_1.flow)({ name: 'old' }, async () => 1);
exports.default = exports.etl;
`,
    'new.cjs': `const { etl, ...rest } = require('./old.cjs');\netl.submit(); // ! flow-no-submit\nrest.default.submit(); // ! flow-no-submit\nmodule.exports = { ...require('./old.cjs'), again: etl };\n`,
    'last.mjs': `import { again } from './new.cjs';\nimport all from './new.cjs';\nagain.submit(); // ! flow-no-submit\nall.etl.submit(); // ! flow-no-submit\n`,
  },
  'types of other files: type-only imports, typeof import, merging': {
    'flows.ts': etl,
    'types.ts': `import type { Flow, AnyFlow } from 'millrace';
import type { etl } from './flows';
export interface Registry { etl: typeof etl }
export interface Registry { report: typeof import('./flows').report }
export type Job = AnyFlow | Flow<any, any>;
export type Keyed<K extends string> = { readonly [P in K]: Job };
export interface Container { get<K extends keyof Registry>(key: K): Registry[K]; resolve<T>(key: string): T }
`,
    'a.ts': `import type { Container, Job, Keyed, Registry } from './types';
import type * as flows from './flows';
import type { AnyFlow } from 'millrace';
export function start(registry: Registry, job: Job, keyed: Keyed<'x' | 'y'>, all: typeof flows) {
  registry.etl.submit(); // ! flow-no-submit
  registry.report.submit(); // ! flow-no-submit
  job.submit(); // ! flow-no-submit
  keyed.x.submit(); // ! flow-no-submit
  all.etl.submit(); // ! flow-no-submit
}
declare const container: Container;
container.get('etl').submit(); // ! flow-no-submit
container.resolve<AnyFlow>('etl').submit(); // ? flow-no-submit
declare module './types' { interface Registry { extra: AnyFlow } }
export const later = (registry: Pick<Registry, 'etl'>) => registry['etl'].submit(); // ! flow-no-submit
`,
  },
  'aliases of a monorepo': {
    'package.json': '{ "name": "root", "workspaces": ["apps/*", "libs/*"], "imports": { "#root/*": "./libs/*/src/index.ts" } }',
    'tsconfig.base.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@libs/*": ["libs/*/src"], "~/*": ["apps/web/src/*"] } } }',
    'libs/flows/package.json':
      '{ "name": "@acme/flows", "exports": { ".": { "development": "./src/index.ts", "import": "./dist/index.js" }, "./*.js": "./dist/*.js" }, "imports": { "#internal/*": { "types": "./dist/internal/*.d.ts", "default": "./dist/internal/*.js" } } }',
    'libs/flows/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "outDir": "dist", "rootDir": "src" } }',
    'libs/flows/src/index.ts': `export * from '#internal/etl';\nexport { etl as default } from './internal/etl.js';\n`,
    'libs/flows/src/internal/etl.ts': etl,
    'apps/web/package.json': '{ "name": "web", "dependencies": { "@acme/flows": "workspace:*" } }',
    'apps/web/tsconfig.json': '{ "extends": "../../tsconfig.base.json" }',
    'apps/web/src/a.ts': `import etl, { report } from '@acme/flows';
import { etl as libs } from '@libs/flows';
import { load, etl as deep } from '@acme/flows/internal/etl.js';
import { job } from '~/jobs';
etl.submit(); // ! flow-no-submit
report.submit(); // ! flow-no-submit
libs.submit(); // ! flow-no-submit
deep.submit(); // ! flow-no-submit
load.submit({ day: '' }); // ! task-called-outside-flow
job.submit(); // ! flow-no-submit
`,
    'apps/web/src/jobs.ts': `export { etl as job } from '@acme/flows';\n`,
  },
  'tests with mocks': {
    'flows.ts': etl,
    'a.test.ts': `import { vi, it, expect, beforeEach } from 'vitest';
import { etl, load } from './flows';
vi.mock('./flows', async (original) => ({ ...(await original<typeof import('./flows')>()), load: vi.fn() }));
let job: typeof etl;
beforeEach(() => { job = etl; });
it('starts', async () => {
  await expect(etl.submit({ day: '' })).resolves.toBe(1); // ! flow-no-submit
  job.submit({ day: '' }); // ! flow-no-submit
  vi.spyOn(etl, 'withOptions');
  const actual = await vi.importActual<typeof import('./flows')>('./flows');
  actual.report.submit(); // ? flow-no-submit
  expect(vi.mocked(load).mock.calls).toEqual([]);
});
`,
  },
  'containers, events and stores': {
    'flows.ts': etl,
    'container.ts': `import type { AnyFlow } from 'millrace';
import { etl, report } from './flows';
export class Container {
  #known: Record<string, AnyFlow> = {};
  register(name: string, one: AnyFlow) { this.#known[name] = one; return this; }
  get(name: string) { const found = this.#known[name]; if (!found) throw new Error(name); return found; }
  all() { return Object.values(this.#known); }
}
export const container = new Container().register('etl', etl).register('report', report);
`,
    'a.ts': `import { EventEmitter } from 'node:events';
import { container } from './container';
import { etl } from './flows';
container.get('etl').submit(); // ! flow-no-submit
for (const one of container.all()) one.submit(); // ! flow-no-submit
const events = new EventEmitter<{ start: [job: typeof etl] }>();
events.on('start', (job: typeof etl) => job.submit({ day: '' })); // ! flow-no-submit
events.on('tick', async () => { etl({ day: '' }); }); // ! no-floating-run
const bus = { handlers: [] as ((job: typeof etl) => void)[], on(handler: (job: typeof etl) => void) { this.handlers.push(handler); } };
bus.on((job) => { job.submit({ day: '' }); }); // ! flow-no-submit
process.on('SIGTERM', () => etl.submit({ day: '' })); // ! flow-no-submit
const context = { state: { jobs: { etl } } };
const { state: { jobs } } = context;
jobs.etl.submit(); // ! flow-no-submit
export const select = (state: typeof context.state) => state.jobs.etl.submit(); // ! flow-no-submit
`,
  },
});
