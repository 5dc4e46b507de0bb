import { etlFile, findsAll } from '../../../support/ways.ts';

/** Ways in which a flow gets from one file into another. */
findsAll({
  'a chain of five barrels': {
    'etl.ts': etlFile,
    'b1.ts': `export * from './etl.ts';`,
    'b2.ts': `export * from './b1.ts';`,
    'b3.ts': `export * from './b2.ts';`,
    'b4.ts': `export * from './b3.ts';`,
    'b5.ts': `export * from './b4.ts';`,
    'a.ts': `import { etl, plain } from './b5.ts';
etl.submit(); // flow
plain.submit();
`,
  },
  'barrels that export each other': {
    'etl.ts': etlFile,
    'x/index.ts': `export * from '../y/index.ts';\nexport * from '../etl.ts';`,
    'y/index.ts': `export * from '../x/index.ts';\nexport const own = { submit() {} };`,
    'a.ts': `import { etl } from './y/index.ts';
import { own } from './x/index.ts';
import * as y from './y/index.ts';
etl.submit(); // flow
own.submit();
y.etl.submit(); // flow
y.own.submit();
`,
  },
  'files that import each other': {
    'left.ts': `import { flow } from 'millrace';
import { right } from './right.ts';
export const left = flow({ name: 'left' }, async () => right.submit()); // flow
`,
    'right.ts': `import { flow } from 'millrace';
import { left } from './left.ts';
export const right = flow({ name: 'right' }, async () => left.submit()); // flow
`,
  },
  'a name that changes three times': {
    'etl.ts': etlFile,
    'one.ts': `export { etl as first } from './etl.ts';`,
    'two.ts': `import { first } from './one.ts';\nexport { first as second, first as default };`,
    'three.ts': `import renamed, { second as third } from './two.ts';\nexport { third, renamed };`,
    'a.ts': `import { third as last, renamed } from './three.ts';
last.submit(); // flow
renamed.submit(); // flow
`,
  },
  'export default as a name and a name as default': {
    'etl.ts': etlFile,
    'b.ts': `export { default as pipeline } from './etl.ts';\nexport { plain as default } from './etl.ts';`,
    'c.ts': `export { default } from './etl.ts';`,
    'd.ts': `import { default as x } from './etl.ts';\nexport default x;`,
    'a.ts': `import plain, { pipeline } from './b.ts';
import c from './c.ts';
import d from './d.ts';
pipeline.submit(); // flow
plain.submit();
c.submit(); // flow
d.submit(); // flow
`,
  },
  'a namespace that is exported again': {
    'etl.ts': etlFile,
    'b.ts': `export * as flows from './etl.ts';\nimport * as ns from './etl.ts';\nexport { ns };\nexport default ns;`,
    'a.ts': `import { flows, ns } from './b.ts';
import def from './b.ts';
import * as all from './b.ts';
flows.etl.submit(); // flow
flows.default.submit(); // flow
flows.plain.submit();
ns.etl.submit(); // flow
def.etl.submit(); // flow
all.flows.etl.submit(); // flow
all.ns['etl'].submit(); // flow
const { etl } = ns;
etl.submit(); // flow
const { flows: { etl: deep } } = all;
deep.submit(); // flow
`,
  },
  'a star does not bring the default': {
    'etl.ts': etlFile,
    'b.ts': `export * from './etl.ts';\nexport default { submit() {} };`,
    'a.ts': `import b from './b.ts';\nb.submit();\n`,
  },
  'an own name hides the one of a star': {
    'etl.ts': etlFile,
    'b.ts': `export * from './etl.ts';\nexport const etl = { submit() {} };`,
    'a.ts': `import { etl } from './b.ts';\netl.submit();\n`,
  },
  'exports that stand before and apart from the declaration': {
    'etl.ts': `export { work as default, work as etl, work as 'string-name' };
import { flow as makeFlow } from 'millrace';
const work = makeFlow({ name: 'work' }, async () => 1);
`,
    'a.ts': `import w, { etl, 'string-name' as s } from './etl.ts';
w.submit(); // flow
etl.submit(); // flow
s.submit(); // flow
`,
  },
  'an expression as the default': {
    'a1.ts': `import { flow } from 'millrace';\nexport default flow({ name: 'a' }, async () => 1);`,
    'a2.ts': `import { flow } from 'millrace';\nexport default { etl: flow({ name: 'b' }, async () => 1), other: { submit() {} } } as const;`,
    'a3.ts': `import { flow } from 'millrace';\nexport default [flow({ name: 'c' }, async () => 1)] satisfies unknown[];`,
    'a4.ts': `import { flow } from 'millrace';\nexport default class { static etl = flow({ name: 'd' }, async () => 1); }`,
    'a5.ts': `import { flow } from 'millrace';\nexport default () => flow({ name: 'e' }, async () => 1);`,
    'a6.ts': `import { flow } from 'millrace';\nexport default function make() { return flow({ name: 'f' }, async () => 1); }`,
    'a.ts': `import one from './a1.ts';
import two from './a2.ts';
import three from './a3.ts';
import Four from './a4.ts';
import five from './a5.ts';
import six from './a6.ts';
one.submit(); // flow
two.etl.submit(); // flow
two.other.submit();
three[0].submit(); // flow
Four.etl.submit(); // flow
five().submit(); // flow
six().submit(); // flow
`,
  },
  'dynamic imports': {
    'etl.ts': etlFile,
    'a.ts': `const mod = await import('./etl.ts');
mod.etl.submit(); // flow
mod.default.submit(); // flow
mod.plain.submit();
const { etl, default: d, plain } = await import('./etl.ts');
etl.submit(); // flow
d.submit(); // flow
plain.submit();
(await import('./etl.ts')).etl.submit(); // flow
import('./etl.ts').then((m) => m.etl.submit()); // flow
import('./etl.ts').then(({ etl }) => etl.submit()); // flow
import('./etl.ts').then(({ default: e }) => { e.submit(); }); // flow
import('./etl.ts').then(function (m) { return m.etl; }).then((e) => e.submit()); // flow
const later = import('./etl.ts');
(await later).etl.submit(); // flow
const lazy = () => import('./etl.ts');
(await lazy()).etl.submit(); // flow
const load = async () => (await import('./etl.ts')).etl;
(await load()).submit(); // flow
const loadThen = () => import('./etl.ts').then((m) => m.etl);
(await loadThen()).submit(); // flow
const [a, b] = await Promise.all([import('./etl.ts'), import('./etl.ts')]);
a.etl.submit(); // flow
b.plain.submit();
const { etl: fromPromiseAll } = (await Promise.all([import('./etl.ts')]))[0];
fromPromiseAll.submit(); // flow
const loaders = { etl: () => import('./etl.ts'), plain: () => import('./etl.ts') };
(await loaders.etl()).etl.submit(); // flow
async function* modules() { yield await import('./etl.ts'); }
for await (const m of modules()) m.etl.submit(); // flow
`,
  },
  'imports of a template without values': {
    'etl.ts': etlFile,
    'a.ts': 'const { etl } = await import(`./etl.ts`);\netl.submit(); // flow\n',
  },
  'endings as people write them': {
    'flows/etl.ts': etlFile,
    'flows/index.ts': `export * from './etl';`,
    'm.mts': etlFile,
    'c.cts': etlFile,
    'x.tsx': etlFile,
    'j.js': etlFile,
    'jx.jsx': etlFile,
    'dir.ts': `export const plain = { submit() {} };`,
    'a.ts': `import { etl as a1 } from './flows/etl.js';
import { etl as a2 } from './flows';
import { etl as a3 } from './flows/';
import { etl as a4 } from './flows/index.js';
import { etl as a5 } from './m.mjs';
import { etl as a6 } from './c.cjs';
import { etl as a7 } from './x.js';
import { etl as a8 } from './x.jsx';
import { etl as a9 } from './j';
import { etl as a10 } from './jx.jsx';
import { etl as a11 } from './flows/../flows/./etl.ts';
import { etl as a12 } from './x';
a1.submit(); // flow
a2.submit(); // flow
a3.submit(); // flow
a4.submit(); // flow
a5.submit(); // flow
a6.submit(); // flow
a7.submit(); // flow
a8.submit(); // flow
a9.submit(); // flow
a10.submit(); // flow
a11.submit(); // flow
a12.submit(); // flow
`,
  },
  'the SDK under other names': {
    'a.ts': `import { flow as f } from 'millrace';
import * as M from 'millrace';
import sdk from 'millrace';
import { default as sdk2 } from 'millrace';
const a = f({ name: 'a' }, async () => 1);
const b = M.flow({ name: 'b' }, async () => 1);
const c = M['flow']({ name: 'c' }, async () => 1);
const { flow: g, ['flow']: h, ...rest } = M;
const d = g({ name: 'd' }, async () => 1);
const e = h({ name: 'e' }, async () => 1);
const alias = f;
const k = alias({ name: 'k' }, async () => 1);
const i = (await import('millrace')).flow({ name: 'i' }, async () => 1);
const { flow: j } = await import('millrace');
const l = j({ name: 'l' }, async () => 1);
const r = rest.task({ name: 'r' }, async () => 1);
const n = (0, M.flow)({ name: 'n' }, async () => 1);
const o = sdk.flow({ name: 'o' }, async () => 1);
const p = sdk2.flow({ name: 'p' }, async () => 1);
const q = f.call(undefined, { name: 'q' }, async () => 1);
const s = f.apply(null, [{ name: 's' }, async () => 1]);
const t = f.bind(null, { name: 't' })(async () => 1);
a.submit(); // flow
b.submit(); // flow
c.submit(); // flow
d.submit(); // flow
e.submit(); // flow
k.submit(); // flow
i.submit(); // flow
l.submit(); // flow
r.submit();
n.submit(); // flow
o.submit(); // flow
p.submit(); // flow
q.submit(); // flow
s.submit(); // flow
t.submit(); // flow
`,
  },
  'the SDK through an own module': {
    'sdk.ts': `export { flow, task as work } from 'millrace';\nexport * as sdk from 'millrace';\nimport * as all from 'millrace';\nexport default all;\nexport const make = all.flow;`,
    'star.ts': `export * from 'millrace';`,
    'lib/index.ts': `export * from '../star.ts';`,
    'cjs.cjs': `module.exports = require('millrace');`,
    'cjs2.cjs': `module.exports = { ...require('millrace'), extra: 1 };`,
    'a.ts': `import all, { flow, work, sdk, make } from './sdk.ts';
import { flow as starred } from './star.ts';
import * as lib from './lib/index.ts';
import cjs from './cjs.cjs';
import { flow as cjsFlow } from './cjs2.cjs';
const a = flow({ name: 'a' }, async () => 1);
const b = sdk.flow({ name: 'b' }, async () => 1);
const c = all.flow({ name: 'c' }, async () => 1);
const d = make({ name: 'd' }, async () => 1);
const e = starred({ name: 'e' }, async () => 1);
const f = lib.flow({ name: 'f' }, async () => 1);
const g = cjs.flow({ name: 'g' }, async () => 1);
const h = cjsFlow({ name: 'h' }, async () => 1);
const t = work({ name: 't' }, async () => 1);
a.submit(); // flow
b.submit(); // flow
c.submit(); // flow
d.submit(); // flow
e.submit(); // flow
f.submit(); // flow
g.submit(); // flow
h.submit(); // flow
t.submit();
`,
  },
  'the SDK by a path': {
    'a.ts': `import { flow } from './node_modules/millrace/sdk/index.ts';
import { flow as up } from '../node_modules/millrace/index.js';
import { flow as sub } from 'millrace/sdk';
import { flow as other } from 'millrace-tools';
const a = flow({ name: 'a' }, async () => 1);
const b = up({ name: 'b' }, async () => 1);
const c = sub({ name: 'c' }, async () => 1);
const d = other({ name: 'd' }, async () => 1);
a.submit(); // flow
b.submit(); // flow
c.submit(); // flow
d.submit();
`,
  },
  'a package that exports the SDK again': {
    'package.json': `{"name":"root","workspaces":["packages/*"]}`,
    'packages/sdk/package.json': `{"name":"@acme/sdk","exports":{".":"./src/index.ts","./flows":"./src/flows.ts"}}`,
    'packages/sdk/src/index.ts': `export * from 'millrace';\nexport { etl } from './flows.js';`,
    'packages/sdk/src/flows.ts': etlFile,
    'packages/app/package.json': `{"name":"app","dependencies":{"@acme/sdk":"workspace:*"}}`,
    'packages/app/a.ts': `import { flow, etl } from '@acme/sdk';
import { etl as sub, plain } from '@acme/sdk/flows';
const own = flow({ name: 'own' }, async () => 1);
own.submit(); // flow
etl.submit(); // flow
sub.submit(); // flow
plain.submit();
`,
  },
  'type-only imports with values through them': {
    'etl.ts': etlFile,
    'a.ts': `import type { etl } from './etl.ts';
import { type plain } from './etl.ts';
export function run(a: typeof etl, b: typeof plain, c: import('millrace').AnyFlow, d: typeof import('./etl.ts').etl, e: typeof import('./etl.ts')) {
  a.submit(); // flow
  b.submit();
  c.submit(); // flow
  d.submit(); // flow
  e.etl.submit(); // flow
  e.default.submit(); // flow
  e.plain.submit();
}
`,
  },
  'side by side in several declarations': {
    'etl.ts': `import { flow } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1), b = flow({ name: 'b' }, async () => 1), c = { submit() {} };
export let d = flow({ name: 'd' }, async () => 1);
export var e = flow({ name: 'e' }, async () => 1);
export const { f, g: [h] } = { f: a, g: [b] };
export const [i, , j] = [a, c, b];
`,
    'a.ts': `import { a, b, c, d, e, f, h, i, j } from './etl.ts';
a.submit(); // flow
b.submit(); // flow
c.submit();
d.submit(); // flow
e.submit(); // flow
f.submit(); // flow
h.submit(); // flow
i.submit(); // flow
j.submit(); // flow
`,
  },
  'a local name hides an import': {
    'etl.ts': etlFile,
    'a.ts': `import { etl } from './etl.ts';
function one(etl: { submit(): void }) { etl.submit(); }
function two() { const etl = { submit() {} }; etl.submit(); }
{ const etl = { submit() {} }; etl.submit(); }
for (const etl of [{ submit() {} }]) etl.submit();
try { throw new Error('x'); } catch (etl: any) { etl.submit(); }
class K { m(etl: any) { etl.submit(); } }
[1].forEach((etl: any) => etl.submit());
function three() { etl.submit(); var etl = { submit() {} }; }
function four() { if (true) { var etl: any = 1; } etl.submit(); }
function five() { etl.submit(); function etl() {} }
etl.submit(); // flow
`,
  },
  'JSON and other assets': {
    'etl.ts': etlFile,
    'data.json': `{"etl": {"submit": 1}}`,
    'a.ts': `import data from './data.json' with { type: 'json' };
import text from './text.txt';
import './side-effect.css';
data.etl.submit();
text.submit();
`,
  },
  'missing files and packages': {
    'a.ts': `import { etl } from './gone.ts';
import { flow } from 'not-millrace';
import { flow as scoped } from '@millrace/sdk';
import { etl as pkg } from 'some-package/flows';
etl.submit();
pkg.submit();
flow({ name: 'x' }, async () => 1).submit();
scoped({ name: 'x' }, async () => 1).submit();
`,
  },
});
