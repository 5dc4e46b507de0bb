import { etlFile, findsAll } from '../../../support/ways.ts';

const workspace = `{"name":"root","private":true,"workspaces":["packages/*"]}`;
const plainFile = `export const etl = { submit() {} };\nexport default etl;\n`;

/** Flows behind exports maps, settings of TypeScript, declarations and imports of rare forms. */
findsAll({
  'exports map with nested conditions, only sources there': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"@a/jobs","exports":{".":{"import":{"types":"./dist/index.d.ts","default":"./dist/index.js"},"require":"./dist/index.cjs"}}}`,
    'packages/jobs/src/index.ts': etlFile,
    'packages/app/a.ts': `import { etl, plain } from '@a/jobs';
etl.submit(); // flow
plain.submit();
`,
  },
  'exports map whose subpath is called differently from its file': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"@a/jobs","exports":{"./nightly":"./src/pipelines/etl.ts","./deep/nightly":{"source":"./src/pipelines/etl.ts","default":"./dist/pipelines/etl.js"}}}`,
    'packages/jobs/src/pipelines/etl.ts': etlFile,
    'packages/app/a.ts': `import { etl, plain } from '@a/jobs/nightly';
import { etl as deep } from '@a/jobs/deep/nightly';
etl.submit(); // flow
deep.submit(); // flow
plain.submit();
`,
  },
  'exports map with patterns': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"@a/jobs","exports":{"./features/*.js":"./src/f/*.ts","./*/flow":"./lib/*/main.js","./internal/*":null}}`,
    'packages/jobs/src/f/etl.ts': etlFile,
    'packages/jobs/src/nightly/main.ts': etlFile,
    'packages/jobs/internal/etl.ts': etlFile,
    'packages/app/a.ts': `import { etl } from '@a/jobs/features/etl.js';
import { etl as nightly } from '@a/jobs/nightly/flow';
import { etl as hidden } from '@a/jobs/internal/etl';
etl.submit(); // flow
nightly.submit(); // flow
hidden.submit();
`,
  },
  'an exports map sends a subpath to something else than the file of that name': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"@a/jobs","exports":{"./etl":"./src/shim.ts"}}`,
    'packages/jobs/src/etl.ts': etlFile,
    'packages/jobs/src/shim.ts': plainFile,
    'packages/app/a.ts': `import { etl } from '@a/jobs/etl';
etl.submit();
`,
  },
  'exports map as a list of fallbacks': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"jobs","exports":{"./etl":["./gone.js",{"default":"./src/real.ts"}],".":["./src/real.ts"]}}`,
    'packages/jobs/src/real.ts': etlFile,
    'packages/app/a.ts': `import { etl } from 'jobs/etl';
import whole from 'jobs';
etl.submit(); // flow
whole.submit(); // flow
`,
  },
  'a package that imports itself': {
    'package.json': `{"name":"me","exports":{".":"./src/index.ts","./flows/*":"./src/flows/*.ts"}}`,
    'src/index.ts': `export { etl as whole } from './flows/etl.ts';`,
    'src/flows/etl.ts': etlFile,
    'src/a.ts': `import { whole } from 'me';
import { etl } from 'me/flows/etl';
whole.submit(); // flow
etl.submit(); // flow
`,
  },
  'subpath imports: conditions, patterns, another package': {
    'package.json': workspace,
    'packages/jobs/package.json': `{"name":"@a/jobs","main":"./src/etl.ts"}`,
    'packages/jobs/src/etl.ts': etlFile,
    'packages/app/package.json': `{"name":"app","imports":{"#db":{"node":"./src/db.ts","default":"./src/shim.ts"},"#internal/*.js":"./src/internal/*.js","#jobs":"@a/jobs","#pkg/*":"@a/jobs/src/*.ts"}}`,
    'packages/app/src/db.ts': etlFile,
    'packages/app/src/internal/etl.ts': etlFile,
    'packages/app/src/deep/a.ts': `import { etl as db } from '#db';
import { etl as internal } from '#internal/etl.js';
import { etl as jobs } from '#jobs';
import { etl as file } from '#pkg/etl';
db.submit(); // flow
internal.submit(); // flow
jobs.submit(); // flow
file.submit(); // flow
`,
  },
  'packages without exports: main, module, types, source, nothing': {
    'package.json': workspace,
    'packages/main/package.json': `{"name":"p-main","main":"dist/start.js"}`,
    'packages/main/src/start.ts': etlFile,
    'packages/types/package.json': `{"name":"p-types","types":"build/types/index.d.ts","main":"build/index.js"}`,
    'packages/types/src/index.ts': etlFile,
    'packages/source/package.json': `{"name":"p-source","source":"lib/all.ts"}`,
    'packages/source/lib/all.ts': etlFile,
    'packages/bare/package.json': `{"name":"p-bare"}`,
    'packages/bare/index.ts': etlFile,
    'packages/bare/flows/etl.ts': etlFile,
    'a.ts': `import { etl as main } from 'p-main';
import { etl as types } from 'p-types';
import { etl as source } from 'p-source';
import { etl as bare } from 'p-bare';
import { etl as below } from 'p-bare/flows/etl';
main.submit(); // flow
types.submit(); // flow
source.submit(); // flow
bare.submit(); // flow
below.submit(); // flow
`,
  },
  'tsconfig paths: the longest prefix wins, the first file that is there': {
    'tsconfig.json': `{"compilerOptions":{"paths":{"*":["./shims/*"],"@/*":["./none/*","./src/*"],"@/flows/*":["./jobs/*"],"@/flows/one":["./src/plain.ts"]}}}`,
    'jobs/etl.ts': etlFile,
    'src/flows/etl.ts': plainFile,
    'src/plain.ts': plainFile,
    'src/other.ts': etlFile,
    'shims/whole.ts': etlFile,
    'jobs/one.ts': etlFile,
    'src/a.ts': `import { etl } from '@/flows/etl';
import { etl as other } from '@/other';
import { etl as whole } from 'whole';
import { etl as one } from '@/flows/one';
etl.submit(); // flow
other.submit(); // flow
whole.submit(); // flow
one.submit();
`,
  },
  'tsconfig that extends several: the last one that says paths counts': {
    'tsconfig.json': `{
  // comments, and a comma at the end
  "extends": ["./config/one.json", "./config/two"],
}`,
    'config/one.json': `{"compilerOptions":{"paths":{"jobs":["../wrong.ts"]}}}`,
    'config/two.json': `{"compilerOptions":{"paths":{"jobs":["../right.ts"]}}}`,
    'wrong.ts': plainFile,
    'right.ts': etlFile,
    'a.ts': `import { etl } from 'jobs';
etl.submit(); // flow
`,
  },
  'paths of the parent beside a baseUrl of the child': {
    'tsconfig.base.json': `{"compilerOptions":{"paths":{"jobs/*":["./libs/jobs/*"]}}}`,
    'libs/jobs/etl.ts': etlFile,
    'app/tsconfig.json': `{"extends":"../tsconfig.base.json","compilerOptions":{"baseUrl":"./src"}}`,
    'app/src/near.ts': etlFile,
    'app/src/a.ts': `import { etl } from 'jobs/etl';
import { etl as near } from 'near';
etl.submit(); // flow
near.submit(); // flow
`,
  },
  rootDirs: {
    'tsconfig.json': `{"compilerOptions":{"rootDirs":["./src","./generated"]}}`,
    'generated/flows/etl.ts': etlFile,
    'src/flows/a.ts': `import { etl } from './etl';
etl.submit(); // flow
`,
  },
  'a tsconfig that only names others, which have the paths': {
    'tsconfig.json': `{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tsconfig.node.json"}]}`,
    'tsconfig.app.json': `{"compilerOptions":{"paths":{"@/*":["./src/*"]}},"include":["src"]}`,
    'tsconfig.node.json': `{"include":["vite.config.ts"]}`,
    'src/etl.ts': etlFile,
    'src/a.ts': `import { etl } from '@/etl';
etl.submit(); // flow
`,
  },
  'a package for the tsconfig': {
    'package.json': workspace,
    'packages/tsconfig/package.json': `{"name":"@a/tsconfig"}`,
    'packages/tsconfig/base.json': `{"compilerOptions":{"paths":{"~/*":["../app/src/*"]}}}`,
    'packages/app/tsconfig.json': `{"extends":"@a/tsconfig/base.json"}`,
    'packages/app/src/etl.ts': etlFile,
    'packages/app/src/a.ts': `import { etl } from '~/etl';
etl.submit(); // flow
`,
  },
  'declarations beside JavaScript': {
    'etl.js': `import { flow } from 'millrace';\nexport const etl = flow({ name: 'x' }, async () => 1);`,
    'etl.d.ts': `import type { Flow } from 'millrace';\nexport declare const etl: Flow<any, any>;\nexport declare const lazy: () => Promise<Flow<any, any>>;`,
    'only.d.ts': `import type { Flow } from 'millrace';\nexport declare const etl: Flow<any, any>;\nexport declare class Jobs { readonly etl: Flow<any, any>; static make(): Jobs; }\nexport declare function get(): Flow<any, any>;`,
    'only.d.mts': `import type { Flow } from 'millrace';\ndeclare const etl: Flow<any, any>;\nexport { etl as default };`,
    'a.ts': `import { etl } from './etl.js';
import { etl as only, Jobs, get } from './only.js';
import main from './only.mjs';
etl.submit(); // flow
only.submit(); // ?
Jobs.make().etl.submit(); // ?
new Jobs().etl.submit(); // ?
get().submit(); // ?
main.submit(); // ?
`,
  },
  'modules that are only declared': {
    'types.d.ts': `declare module 'virtual:flows' {\n  import type { Flow } from 'millrace';\n  export const etl: Flow<any, any>;\n}`,
    'a.ts': `import { etl } from 'virtual:flows';
etl.submit(); // ?
`,
  },
  'the folder itself and the one above': {
    'jobs/index.ts': etlFile,
    'jobs/a.ts': `import { etl } from '.';
import def from './';
etl.submit(); // flow
def.submit(); // flow
`,
    'jobs/inner/b.ts': `import { etl } from '..';
import * as up from '../index.js';
etl.submit(); // flow
up.etl.submit(); // flow
up.plain.submit();
`,
  },
  'what the TypeScript compiler writes': {
    'etl.js': `"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
exports.plain = exports.etl = void 0;
const millrace_1 = require("millrace");
exports.etl = (0, millrace_1.flow)({ name: 'x' }, async () => 1);
exports.plain = { submit() { } };
exports.default = exports.etl;
exports.etl.submit(); // flow
`,
    'a.js': `"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
var __importStar = (this && this.__importStar) || function (mod) { return mod; };
Object.defineProperty(exports, "__esModule", { value: true });
const etl_1 = __importDefault(require("./etl"));
const all = __importStar(require("./etl"));
const etl_2 = require("./etl");
etl_1.default.submit(); // flow
all.etl.submit(); // flow
(0, etl_2.etl).submit(); // flow
etl_2.plain.submit();
`,
  },
  'createRequire, and require in the middle': {
    'etl.cjs': `const { flow } = require('millrace');\nmodule.exports = { etl: flow({ name: 'x' }, async () => 1), get lazy() { return require('./etl.cjs').etl; } };`,
    'a.mjs': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { etl, lazy } = require('./etl.cjs');
etl.submit(); // flow
lazy.submit(); // flow
export function run() { return require('./etl.cjs').etl.submit(); } // flow
`,
  },
  'dynamic imports: default or all of it, a choice, several at once': {
    'etl.ts': etlFile,
    'other.ts': etlFile,
    'a.ts': `declare const yes: boolean;
const main = await import('./etl.ts').then((m) => m.default ?? m);
(await (yes ? import('./etl.ts') : import('./other.ts'))).etl.submit(); // flow
const [{ etl: a }, { default: b, plain }] = await Promise.all([import('./etl.ts'), import('./other.ts')]);
a.submit(); // flow
b.submit(); // flow
plain.submit();
for (const { etl } of await Promise.all([import('./etl.ts'), import('./other.ts')])) etl.submit(); // flow
const pages: Record<string, () => Promise<typeof import('./etl.ts')>> = { etl: () => import('./etl.ts') };
(await pages['etl']!()).etl.submit(); // flow
const { etl: { submit } } = await import('./etl.ts'); // flow
`,
  },
  'import defer, and attributes': {
    'etl.ts': etlFile,
    'a.ts': `import defer * as late from './etl.ts';
import { etl } from './etl.ts' with { kind: 'code' };
late.etl.submit(); // flow
etl.submit(); // flow
late.plain.submit();
`,
  },
  'export import, export = with a namespace': {
    'etl.ts': etlFile,
    'whole.cts': `import m = require('millrace');
function jobs() { return jobs.etl; }
namespace jobs { export const etl = m.flow({ name: 'x' }, async () => 1); export const plain = { submit() {} }; }
export = jobs;
`,
    'ns.ts': `import * as all from './etl.ts';\nexport namespace Jobs { export import etl = all.etl; export import every = all; }\nexport import direct = all.etl;`,
    'a.cts': `import jobs = require('./whole.cjs');
jobs.etl.submit(); // flow
jobs.plain.submit();
jobs().submit(); // flow
`,
    'a.ts': `import { Jobs, direct } from './ns.ts';
Jobs.etl.submit(); // flow
Jobs.every.etl.submit(); // flow
direct.submit(); // flow
Jobs.every.plain.submit();
`,
  },
  'circles of defaults under other names': {
    'a.ts': `export { default as one } from './b.ts';\nimport { flow } from 'millrace';\nconst own = flow({ name: 'own' }, async () => 1);\nexport { own as default, own as 'a name' };`,
    'b.ts': `export { default as two } from './a.ts';\nexport { default, 'a name' as named } from './a.ts';\nexport * as self from './b.ts';`,
    'c.ts': `import { one } from './a.ts';
import main, { two, named, self } from './b.ts';
one.submit(); // flow
main.submit(); // flow
two.submit(); // flow
named.submit(); // flow
self.self.two.submit(); // flow
`,
  },
  'a registry that other files fill': {
    'registry.ts': `import type { AnyFlow } from 'millrace';\nexport const registry: Record<string, AnyFlow> = {};\nexport const known = new Map<string, AnyFlow>();\nexport const forms: Record<string, HTMLFormElement> = {};`,
    'etl.ts': etlFile,
    'fill.ts': `import { etl } from './etl.ts';\nimport { registry, known } from './registry.ts';\nregistry.etl = etl;\nknown.set('etl', etl);`,
    'a.ts': `import { registry, known, forms } from './registry.ts';
registry.etl!.submit(); // flow
known.get('etl')?.submit(); // flow
for (const f of known.values()) f.submit(); // flow
forms.etl!.submit();
`,
  },
});
