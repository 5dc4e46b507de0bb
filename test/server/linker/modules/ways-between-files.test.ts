import { etlFile, findsAll, withEtl } from '../../../support/ways.ts';

/** Ways to get at a flow of another file. */
findsAll({
  'export = and import = require': {
    'etl.cts': `import m = require('millrace');
const etl = m.flow({ name: 'x' }, async () => 1);
export = etl;
`,
    'a.cts': `import etl = require('./etl.cts');
etl.submit({}); // flow
`,
  },
  'export * as, renamed and default re-exports': {
    'etl.ts': etlFile,
    'index.ts': `export * as jobs from './etl.ts';
export { etl as renamed, default as main } from './etl.ts';
`,
    'a.ts': `import { jobs, renamed, main } from './index.ts';
import * as all from './index.ts';
jobs.etl.submit(); // flow
jobs.default.submit(); // flow
renamed.submit(); // flow
main.submit(); // flow
all.jobs.etl.submit(); // flow
all.jobs.plain.submit();
all['renamed'].submit(); // flow
`,
  },
  'imports that are exported again': {
    'etl.ts': etlFile,
    'index.ts': `import { etl } from './etl.ts';
import * as ns from './etl.ts';
export { etl, ns };
export default { etl, ns };
`,
    'a.ts': `import d, { etl, ns } from './index.ts';
etl.submit(); // flow
ns.etl.submit(); // flow
d.etl.submit(); // flow
d.ns.etl.submit(); // flow
`,
  },
  'async factories, Promise.all and dynamic imports': withEtl(`const get = async () => etl;
(await get()).submit(); // flow
get().then((f) => f.submit()); // flow
const [x, y] = await Promise.all([get(), get()]);
x.submit(); // flow
const many = await Promise.all(['a', 'b'].map(async (n) => flow({ name: n }, async () => 1)));
many[0].submit(); // flow
for (const m of many) m.submit(); // flow
many.forEach((m) => m.submit()); // flow
const lazy = import('./etl.ts');
lazy.then((m) => m.etl.submit()); // flow
lazy.then(({ etl: e }) => e.submit()); // flow
(await lazy).etl.submit(); // flow
(await lazy).default.submit(); // flow
const { etl: d, ...others } = await import('./etl.ts');
d.submit(); // flow
`),
  'typeof of imports': {
    'etl.ts': etlFile,
    'a.ts': `import type { etl as T } from './etl.ts';
export const run = (f: typeof T) => f.submit(); // flow
export const run2 = (f: typeof import('./etl.ts').etl) => f.submit(); // flow
export const run3 = (f: import('millrace').Flow<any, any>) => f.submit(); // flow
export const run4 = (f: ReturnType<typeof make>) => f.submit(); // ?
const make = () => loaded();
function loaded(): typeof T { return null as never; }
`,
  },
  CommonJS: {
    'etl.js': `const millrace = require('millrace');
module.exports.etl = millrace.flow({ name: 'x' }, async () => 1);
exports.other = millrace.flow({ name: 'y' }, async () => 1);
`,
    'whole.js': `const { flow: make } = require('millrace');
class Jobs { constructor() { this.etl = make({ name: 'z' }, async () => 1); } }
module.exports = new Jobs();
`,
    'fn.js': `const m = require('millrace');
module.exports = function () { return m.flow({ name: 'q' }, async () => 1); };
`,
    'chain.js': `module.exports = require('./etl');
`,
    'spread.js': `module.exports = { ...require('./etl'), z: 1 };
`,
    'a.js': `const { etl, other: renamed } = require('./etl');
etl.submit(); // flow
renamed.submit(); // flow
require('./etl').etl.submit(); // flow
require('./whole').etl.submit(); // flow
require('./fn')().submit(); // flow
require('./chain').etl.submit(); // flow
require('./spread').etl.submit(); // flow
const lib = require('./etl.js');
lib['etl'].submit(); // flow
lib.nothing.submit();
`,
  },
  'modules that import CommonJS': {
    'etl.cjs': `const m = require('millrace');
module.exports = { etl: m.flow({ name: 'x' }, async () => 1) };
`,
    'a.mjs': `import d, { etl } from './etl.cjs';
import * as ns from './etl.cjs';
d.etl.submit(); // flow
etl.submit(); // flow
ns.etl.submit(); // flow
ns.default.etl.submit(); // flow
`,
  },
  'barrels and circles': {
    'x.ts': `export * from './y.ts';
import { flow } from 'millrace';
export const a = flow({ name: 'a' }, async () => b.submit()); // flow
import { b } from './y.ts';
`,
    'y.ts': `export * from './x.ts';
import { flow } from 'millrace';
import { a } from './x.ts';
export const b = flow({ name: 'b' }, async () => a.submit()); // flow
`,
    'z.ts': `import { a, b } from './y.ts';
a.submit(); // flow
b.submit(); // flow
`,
  },
  'an SDK that is exported again': {
    'sdk.ts': `export { flow as job, task } from 'millrace';
export * as sdk from 'millrace';
`,
    'star.ts': `export * from 'millrace';
`,
    'a.ts': `import { job, sdk } from './sdk.ts';
import { flow } from './star.ts';
import * as all from './star.ts';
job({ name: 'a' }, async () => 1).submit(); // flow
sdk.flow({ name: 'b' }, async () => 1).submit(); // flow
flow({ name: 'c' }, async () => 1).submit(); // flow
all.flow({ name: 'd' }, async () => 1).submit(); // flow
`,
  },
  'other names for the SDK': {
    'a.ts': `import * as m from 'millrace';
const { flow, task: t } = m;
const f = m.flow;
const make = flow;
flow({ name: 'a' }, async () => 1).submit(); // flow
f({ name: 'b' }, async () => 1).submit(); // flow
make({ name: 'c' }, async () => 1).submit(); // flow
t({ name: 'd' }, async () => 1).submit();
const { flow: dyn } = await import('millrace');
dyn({ name: 'e' }, async () => 1).submit(); // flow
(await import('millrace')).flow({ name: 'g' }, async () => 1).submit(); // flow
function named() {}
m.flow(named).submit(); // flow
m.flow({ name: 'h' })(named).submit();
`,
  },
  'packages of the workspace and # imports': {
    'package.json': `{"name":"root","workspaces":["packages/*"]}`,
    'packages/jobs/package.json': `{"name":"@a/jobs","exports":{".":"./dist/index.js","./sub/*":"./dist/sub/*.js","./one":{"types":"./dist/one.d.ts","default":"./dist/one.js"}}}`,
    'packages/jobs/src/index.ts': `export * from './etl.ts';
`,
    'packages/jobs/src/etl.ts': etlFile,
    'packages/jobs/src/sub/deep.ts': etlFile,
    'packages/jobs/src/one.ts': etlFile,
    'packages/app/package.json': `{"name":"app","imports":{"#flows":"./src/flows.ts","#f/*":"./src/*.ts"}}`,
    'packages/app/src/flows.ts': etlFile,
    'packages/app/src/a.ts': `import { etl } from '@a/jobs';
import { etl as deep } from '@a/jobs/sub/deep';
import { etl as one } from '@a/jobs/one';
import { etl as own } from '#flows';
import { etl as own2 } from '#f/flows';
etl.submit(); // flow
deep.submit(); // flow
one.submit(); // flow
own.submit(); // flow
own2.submit(); // flow
`,
  },
  'tsconfig that extends another': {
    'tsconfig.base.json': `{"compilerOptions":{"baseUrl":"./src","paths":{"~/*":["*"],"exact":["etl.ts"]}}}`,
    'tsconfig.json': `{"extends":"./tsconfig.base.json"}`,
    'src/etl.ts': etlFile,
    'app/tsconfig.json': `{"extends":["../tsconfig.base.json"]}`,
    'app/a.ts': `import { etl } from '~/etl';
import { etl as e2 } from 'exact';
import { etl as e3 } from 'etl';
etl.submit(); // flow
e2.submit(); // flow
e3.submit(); // flow
`,
  },
  namespaces: withEtl(`namespace N { export const f = etl; export namespace M { export const g = etl; f.submit(); } } // flow
N.f.submit(); // flow
N.M.g.submit(); // flow
`),
});
