import { findsOnDisk } from '../../support/projects-on-disk.ts';

const flowFile = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export default etl;
export const plain = { submit() {} };
`;
const plainFile = `export const etl = { submit() {} };\nexport default etl;\n`;
const use = (from: string): string => `import { etl, plain } from '${from}';\nplain.submit();\netl.submit(); // flow\n`;
const trap = (from: string): string => `import { etl } from '${from}';\netl.submit();\n`;
const json = (value: unknown): string => JSON.stringify(value);

findsOnDisk({
  'of conditions those count first that hold in Node': {
    'node_modules/.keep': '',
    'jobs/package.json': json({
      name: 'jobs',
      exports: {
        '.': { browser: './src/browser.ts', worker: './src/browser.ts', node: { import: './src/etl.ts', require: './src/etl.cts' } },
        './plain': { 'react-server': './src/etl.ts', default: './src/browser.ts' },
      },
    }),
    'jobs/src/etl.ts': flowFile,
    'jobs/src/browser.ts': plainFile,
    'app/a.ts': use('jobs'),
    'app/b.ts': trap('jobs/plain'),
  },
  'a condition of one’s own leads to the sources of what is built': {
    'jobs/package.json': json({ name: 'jobs', exports: { '.': { '@acme/source': './code/all.ts', default: './dist/all.js' } } }),
    'jobs/code/all.ts': flowFile,
    'jobs/dist/all.js': plainFile,
    'app/a.ts': use('jobs'),
  },
  'what is built into a folder of a folder': {
    'jobs/package.json': json({
      name: 'jobs',
      exports: {
        './nightly': { import: './dist/esm/pipelines/etl.mjs', require: './dist/cjs/pipelines/etl.js' },
        './*': { import: './dist/esm/tools/*.mjs' },
        './gone': null,
      },
    }),
    'jobs/src/pipelines/etl.ts': flowFile,
    'jobs/src/tools/other.mts': flowFile.replace("'etl'", "'other'"),
    'jobs/src/tools/gone.ts': flowFile.replace("'etl'", "'gone'"),
    'app/a.ts': use('jobs/nightly'),
    'app/b.ts': use('jobs/other'),
    'app/c.ts': trap('jobs/gone'),
  },
  'outDir and rootDir say where sources of what is built are, and what is built is no source': {
    'jobs/package.json': json({ name: 'jobs', main: './lib/main.js', exports: { '.': './lib/main.js', './x': './lib/deep/etl.js' } }),
    'jobs/tsconfig.json': json({ compilerOptions: { outDir: 'lib', rootDir: 'source' } }),
    'jobs/source/main.ts': flowFile,
    'jobs/source/deep/etl.ts': plainFile,
    'jobs/lib/main.js': `const { flow } = require('millrace');\nexports.etl = flow({ name: 'etl' }, async () => 1);\nexports.etl.submit();\n`,
    'jobs/lib/deep/etl.js': plainFile,
    'app/a.ts': use('jobs'),
    'app/b.ts': trap('jobs/x'),
  },
  'what is built beside its source is no source': {
    'etl.ts': flowFile,
    'etl.js': `const { flow } = require('millrace');\nexports.etl = flow({ name: 'etl' }, async () => 1);\nexports.etl.submit();\n`,
    'page.tsx': 'export {};',
    'page.jsx': `import { etl } from './etl.js';\netl.submit();\n`,
    'own.js': use('./etl.js'),
  },
  'packages without a name, and several of one name, have their own imports': {
    'one/package.json': json({ imports: { '#jobs': './etl.ts' } }),
    'one/etl.ts': flowFile,
    'one/deep/a.ts': use('#jobs'),
    'two/package.json': json({ imports: { '#jobs': './plain.ts' } }),
    'two/plain.ts': plainFile,
    'two/a.ts': trap('#jobs'),
    'x/package.json': json({ name: 'same', imports: { '#jobs': './etl.ts' }, exports: './plain.ts' }),
    'x/etl.ts': flowFile.replace("'etl'", "'same'"),
    'x/plain.ts': plainFile,
    'x/a.ts': use('#jobs'),
    'x/b.ts': trap('same'),
    'y/package.json': json({ name: 'same', exports: './etl.ts' }),
    'y/etl.ts': flowFile.replace("'etl'", "'y'"),
    'y/a.ts': use('same'),
  },
  'imports with conditions, in the nearest package only': {
    'package.json': json({ name: 'root', imports: { '#jobs/*': './root/*.ts', '#only': './root/etl.ts' } }),
    'root/etl.ts': flowFile,
    'a.ts': use('#jobs/etl'),
    'inner/package.json': json({
      name: 'inner',
      imports: { '#jobs/*': { browser: './none/*.ts', default: ['./none/*', './plain/*.ts'] } },
    }),
    'inner/plain/etl.ts': plainFile,
    'inner/a.ts': trap('#jobs/etl'),
    'inner/b.ts': trap('#only'),
  },
  'a folder with a package.json of its own': {
    'jobs/package.json': json({ main: './start.js' }),
    'jobs/start.ts': flowFile,
    'jobs/index.ts': plainFile,
    'other/package.json': json({ name: 'whatever', types: './all.ts' }),
    'other/all.ts': flowFile.replace("'etl'", "'other'"),
    'tsconfig.json': json({ compilerOptions: { paths: { other: ['./other'], both: ['./plain', './other'] } } }),
    'plain/package.json': json({ main: 'gone.js' }),
    'plain/index.ts': plainFile,
    'a.ts': use('./jobs'),
    'b.ts': use('other'),
    'c.ts': trap('both'),
  },
  'tsconfig before jsconfig': {
    'jsconfig.json': json({ compilerOptions: { paths: { jobs: ['./plain.ts'] } } }),
    'tsconfig.json': json({ compilerOptions: { paths: { jobs: ['./etl.ts'] } } }),
    'etl.ts': flowFile,
    'plain.ts': plainFile,
    'a.ts': use('jobs'),
    'js/jsconfig.json': json({ compilerOptions: { paths: { jobs: ['../plain.ts'] } } }),
    'js/a.js': trap('jobs'),
  },
  'paths: a star in the middle, without a baseUrl, several targets, the nearest tsconfig': {
    'tsconfig.json': json({
      compilerOptions: { paths: { '@/*/flow': ['./none/*.ts', './src/*/flow.ts'], '@/plain/flow': ['./src/plain.ts'] } },
    }),
    'src/daily/flow.ts': flowFile,
    'src/plain.ts': plainFile,
    'src/plain/flow.ts': flowFile.replace("'etl'", "'hidden'"),
    'src/deep/er/a.ts': use('@/daily/flow'),
    'src/b.ts': trap('@/plain/flow'),
    'other/tsconfig.json': '{}',
    'other/a.ts': trap('@/daily/flow'),
  },
  'extends: lists, installed packages, those of the workspace, configDir': {
    'node_modules/@acme/base/tsconfig.json': json({ compilerOptions: { paths: { '~/*': [`\${configDir}/src/*`] } } }),
    'node_modules/@acme/base/package.json': json({ name: '@acme/base' }),
    'one/tsconfig.json': json({ extends: ['@acme/base', './plain.json'] }),
    'one/plain.json': json({ compilerOptions: { strict: true } }),
    'one/src/etl.ts': flowFile,
    'one/src/a.ts': use('~/etl'),
    'configs/package.json': json({ name: '@acme/configs' }),
    'configs/strict.json': json({ extends: './base', compilerOptions: { strict: true } }),
    'configs/base.json': json({ compilerOptions: { baseUrl: `\${configDir}` } }),
    'two/tsconfig.json': json({ extends: '@acme/configs/strict' }),
    'two/jobs/etl.ts': flowFile.replace("'etl'", "'two'"),
    'two/deep/a.ts': use('jobs/etl'),
    'three/tsconfig.json': json({ extends: ['@acme/base/tsconfig.json', './own.json'] }),
    'three/own.json': json({ compilerOptions: { paths: { '~/*': ['./plain/*'] } } }),
    'three/src/etl.ts': flowFile.replace("'etl'", "'three'"),
    'three/plain/etl.ts': plainFile,
    'three/src/a.ts': trap('~/etl'),
  },
  'a solution at the root, and one configuration for each package': {
    'tsconfig.json': json({ files: [], references: [{ path: './packages/jobs' }, { path: './packages/app' }] }),
    'tsconfig.base.json': json({ compilerOptions: { composite: true, paths: { '@acme/*': ['./packages/*/src'] } } }),
    'packages/jobs/tsconfig.json': json({ extends: '../../tsconfig.base.json' }),
    'packages/jobs/src/index.ts': flowFile,
    'packages/app/tsconfig.json': json({ extends: '../../tsconfig.base.json', references: [{ path: '../jobs' }] }),
    'packages/app/src/a.ts': use('@acme/jobs'),
    'packages/old/tsconfig.json': json({ compilerOptions: { paths: {} } }),
    'packages/old/a.ts': trap('@acme/jobs'),
  },
  'rootDirs are one only for those within': {
    'tsconfig.json': json({ compilerOptions: { rootDirs: ['src', './generated/'] } }),
    'generated/views/etl.ts': flowFile,
    'src/views/a.ts': use('./etl'),
    'src/b.ts': use('./views/etl.js'),
    'elsewhere/views/a.ts': trap('./etl'),
  },
  'endings: what is written, and what it stands for': {
    'm/etl.mts': flowFile.replace("'etl'", "'m'"),
    'c/etl.cts': `import { flow } from 'millrace';\nexport const etl = flow({ name: 'c' }, async () => 1);\nexport const plain = { submit() {} };`,
    'x/etl.tsx': flowFile.replace("'etl'", "'x'"),
    'a.ts': use('./m/etl.mjs'),
    'b.ts': use('./c/etl.cjs'),
    'c.ts': use('./x/etl.jsx'),
    'd.ts': use('./x/etl.js'),
    'e.ts': use('./x/etl'),
    'f.ts': trap('./m/etl.js'),
    'g.ts': trap('./c/etl.ts'),
  },
  'specifiers that are none of a file': {
    'etl.ts': flowFile,
    'a.ts': `import raw from './etl.ts?raw';
import hash from './etl.ts#etl';
import web from 'https://example.org/etl.ts';
import virtual from 'virtual:etl.ts';
import upper from './ETL.ts';
import built from 'node:test';
import named from 'etl.ts';
import inline from 'raw-loader!./etl.ts';
for (const one of [raw, hash, web, virtual, upper, built, named, inline]) one.submit();
import.meta.resolve('./etl.ts').submit();
new URL('./etl.ts', import.meta.url).submit();
require.resolve('./etl.ts').submit();
`,
    'b.ts': use('./etl.ts'),
  },
  'aliases of builders and test runners are not followed': {
    'vite.config.ts': `export default { resolve: { alias: { '@': '/src', jobs: './etl.ts' } } };`,
    'package.json': json({ name: 'x', jest: { moduleNameMapper: { '^jobs$': './etl.ts' } } }),
    'etl.ts': flowFile,
    'a.ts': trap('jobs'),
    'b.ts': trap('@/etl'),
  },
  'the SDK under an alias of npm': {
    'package.json': json({ name: 'root', workspaces: ['app', 'other'] }),
    'app/package.json': json({ name: 'app', dependencies: { flows: 'npm:millrace@^0.1.0', other: 'npm:something@1' } }),
    'app/deep/a.ts': `import { flow } from 'flows';
import { flow as second } from 'flows/index.js';
import { flow as other } from 'other';
const etl = flow({ name: 'etl' }, async () => 1);
etl.submit(); // flow
second({ name: 'second' }, async () => 1).submit(); // flow
other({ name: 'other' }, async () => 1).submit();
`,
    'app/b.ts': `import { flow } from 'millrace';\nimport { etl } from './c.ts';\netl.submit(); // flow\n`,
    'app/c.ts': `import * as m from 'flows';\nexport const etl = m.flow({ name: 'c' }, async () => 1);\n`,
    'other/package.json': json({ name: 'other', dependencies: { flows: '^2.0.0' } }),
    'other/a.ts': `import { flow } from 'flows';\nflow({ name: 'x' }, async () => 1).submit();\n`,
  },
  'the SDK by specifiers of Deno, an own name for it, and a path of tsconfig': {
    'package.json': json({ name: 'x', imports: { '#sdk': 'millrace', '#other': 'millrace-other' } }),
    'tsconfig.json': json({ compilerOptions: { paths: { '@sdk': ['./node_modules/millrace'], '@none': ['./node_modules/none'] } } }),
    'a.ts': `import { flow as npm } from 'npm:millrace@^0.1.0';
import { flow as jsr } from 'jsr:@acme/millrace';
import { flow as own } from '#sdk';
import { flow as path } from '@sdk';
import { flow as other } from '#other';
import { flow as none } from '@none';
npm({ name: 'npm' }, async () => 1).submit(); // flow
own({ name: 'own' }, async () => 1).submit(); // flow
path({ name: 'path' }, async () => 1).submit(); // flow
jsr({ name: 'jsr' }, async () => 1).submit();
other({ name: 'other' }, async () => 1).submit();
none({ name: 'none' }, async () => 1).submit();
`,
  },
  'the SDK through a package of the workspace, of which only what is built is named': {
    'packages/sdk/package.json': json({
      name: '@acme/sdk',
      types: './dist/index.d.ts',
      exports: { '.': { types: './dist/index.d.ts', import: './dist/index.mjs' } },
    }),
    'packages/sdk/src/index.ts': `export * from 'millrace';\nexport { flow as job } from 'millrace';\nexport const task = (options: object) => ({ submit() {} });\n`,
    'packages/app/package.json': json({ name: 'app', dependencies: { '@acme/sdk': 'workspace:^' } }),
    'packages/app/a.ts': `import { flow, job, task } from '@acme/sdk';
flow({ name: 'a' }, async () => 1).submit(); // flow
job({ name: 'b' }, async () => 1).submit(); // flow
task({ name: 'c' }).submit();
`,
  },
  'an installed package that exports the SDK again is not looked into': {
    'node_modules/@acme/sdk/package.json': json({ name: '@acme/sdk', main: 'index.js' }),
    'node_modules/@acme/sdk/index.js': `export * from 'millrace';`,
    'a.ts': `import { flow } from '@acme/sdk';\nflow({ name: 'a' }, async () => 1).submit();\n`,
    'b.ts': `import { flow } from 'millrace';\nflow({ name: 'b' }, async () => 1).submit(); // flow\n`,
  },
  'CommonJS in all its ways': {
    'object.js': `const { flow } = require('millrace');\nconst etl = flow({ name: 'object' }, async () => 1);\nmodule.exports = { etl, plain: { submit() {} } };`,
    'names.js': `const m = require('millrace');\nexports.etl = m.flow({ name: 'names' }, async () => 1);\nexports.plain = { submit() {} };`,
    'whole.cts': `import m = require('millrace');\nconst etl = m.flow({ name: 'whole' }, async () => 1);\nexport = { etl, plain: { submit() {} } };`,
    'a.js': `const { etl, plain } = require('./object');
const { etl: renamed } = require('./names');
const names = require('./names.js');
etl.submit(); // flow
renamed.submit(); // flow
names['etl'].submit(); // flow
require('./whole.cjs').etl.submit(); // flow
plain.submit();
names.plain.submit();
require('./whole.cjs').plain.submit();
`,
    'b.cts': `import whole = require('./whole.cjs');\nwhole.etl.submit(); // flow\nwhole.plain.submit();\n`,
    'c.mjs': `import names, { etl } from './object.js';\netl.submit(); // flow\nnames.etl.submit(); // flow\nnames.plain.submit();\n`,
    'd.ts': `import('./object.js').then(({ etl, plain }) => {
  etl.submit(); // flow
  plain.submit();
});
const { default: late } = await import('./names.js');
late.etl.submit(); // flow
late.plain.submit();
`,
  },
  'barrels in circles, namespaces and types': {
    'one.ts': `export * from './two.ts';\nexport * as own from './one.ts';\nexport type { etl as OnlyType } from './etl.ts';`,
    'two.ts': `export * from './three';\nexport * from './one.ts';`,
    'three/index.ts': `export * as jobs from '../etl.ts';\nexport * from '../one.ts';`,
    'etl.ts': flowFile,
    'a.ts': `import { jobs, own } from './one.ts';
import type { jobs as types } from './two.ts';
jobs.etl.submit(); // flow
own.own.jobs.default.submit(); // flow
own.jobs.plain.submit();
declare const made: typeof types;
made.etl.submit(); // flow
own.etl.submit();
`,
  },
  'JSON and other files are no modules of flows': {
    'data.json': '{"etl":{"submit":1}}',
    'etl.ts': flowFile,
    'a.ts': `import data from './data.json' with { type: 'json' };
import style from './etl.css';
data.etl.submit();
style.etl.submit();
`,
    'b.ts': use('./etl'),
  },
  'names with spaces and signs that mean something elsewhere': {
    'my jobs/[id]/100% #1?.ts': flowFile,
    'my jobs/(group)/{a}.ts': use('../[id]/100% #1?.ts'),
    'my jobs/@slot/$x.ts': use('../[id]/100% #1?'),
    'back\\slash/étl.ts': flowFile.replace("'etl'", "'back'"),
    'back\\slash/b.ts': use('./étl.ts'),
    'c.ts': trap('./back/slash/étl.ts'),
  },
  'self reference by the name of the package, with and without exports': {
    'with/package.json': json({ name: 'with', exports: { './jobs': './src/etl.ts' } }),
    'with/src/etl.ts': flowFile,
    'with/src/a.ts': use('with/jobs'),
    'without/package.json': json({ name: 'without', main: 'dist/index.js' }),
    'without/src/index.ts': `export * from './etl.js';`,
    'without/src/etl.ts': flowFile.replace("'etl'", "'without'"),
    'without/test/a.ts': use('without'),
    'without/test/b.ts': trap('without-more'),
  },
});
