import { test } from 'node:test';
import { sdkVersionMismatch } from '../../../server/rules/sdk-version-mismatch.ts';
import { checkRule } from '../../support/check-rule.ts';

const manifest = (version: string): string => JSON.stringify({ name: 'x', dependencies: { millrace: version } });
const load = `import { flow } from 'millrace'; export const load = flow({ name: 'load' }, async () => 1); export const other = 1;`;
const using = `
      import { flow } from 'millrace';
      import { load, other } from '../a/load.ts';
      export const etl = flow({ name: 'etl' }, async () => [await load(), other]);`;

test('a flow of a package with another major version is reported', () => {
  const drawn = `
      import { flow } from 'millrace';
      import { other, load } from '../a/load.ts';
      //              ^^^^ Flow 'load' comes from a package with version ^1.0.0 of the SDK, and this one has ^2.3.0
      export const etl = flow({ name: 'etl' }, async () => [await load(), other]);`;
  checkRule(sdkVersionMismatch, {
    'a/package.json': manifest('^1.0.0'),
    'a/load.ts': load,
    'b/package.json': manifest('^2.3.0'),
    'b/etl.ts': drawn,
  });
});

test('before 1.0 the second number counts', () => {
  const drawn = `
      import { load as renamed } from '../a/load.ts';
      //               ^^^^^^^ version 0.1.0 of the SDK, and this one has 0.2.0
      export const go = () => renamed();`;
  checkRule(sdkVersionMismatch, {
    'a/package.json': manifest('0.1.0'),
    'a/load.ts': load,
    'b/package.json': manifest('0.2.0'),
    'b/etl.ts': drawn,
  });
});

test('one version, versions that fit, and no version are right', () => {
  checkRule(sdkVersionMismatch, {
    'a/package.json': manifest('^2.0.0'),
    'a/load.ts': load,
    'b/package.json': manifest('~2.3.1'),
    'b/etl.ts': using,
  });
  checkRule(sdkVersionMismatch, { 'package.json': manifest('^1.0.0'), 'a/load.ts': load, 'b/etl.ts': using });
  checkRule(sdkVersionMismatch, { 'a/load.ts': load, 'b/package.json': manifest('^2.0.0'), 'b/etl.ts': using });
  checkRule(sdkVersionMismatch, { 'a/load.ts': load, 'b/etl.ts': using });
});

test('types and plain values may cross', () =>
  checkRule(sdkVersionMismatch, {
    'a/package.json': manifest('^1.0.0'),
    'a/load.ts': load,
    'b/package.json': manifest('^2.0.0'),
    'b/etl.ts': `import { other } from '../a/load.ts'; import type { load } from '../a/load.ts'; export type L = typeof load; export { other };`,
  }));

test('a module that is imported as a whole, and what is required', () => {
  const files = { 'a/package.json': manifest('^1.0.0'), 'a/load.ts': load, 'b/package.json': manifest('^2.3.0') };
  checkRule(sdkVersionMismatch, {
    ...files,
    'b/whole.ts': `
      import * as loading from '../a/load.ts';
      //          ^^^^^^^ Flow 'load' comes from a package with version ^1.0.0
      export const go = () => loading.load();`,
    'b/required.cjs': `
      const { load, other } = require('../a/load.ts');
      //      ^^^^ Flow 'load' comes from a package with version ^1.0.0
      exports.go = () => load(other);`,
  });
});

test('what is exported of another package', () => {
  const files = { 'a/package.json': manifest('^1.0.0'), 'a/load.ts': load, 'b/package.json': manifest('^2.3.0') };
  checkRule(sdkVersionMismatch, {
    ...files,
    'b/named.ts': `
      export { load as loading, other } from '../a/load.ts';
      //       ^^^^^^^^^^^^^^^ Flow 'load' comes from a package with version ^1.0.0`,
    'b/all.ts': `
      export * from '../a/load.ts';
      // <^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Flow 'load' comes from a package with version ^1.0.0`,
    'b/types.ts': `export type { load } from '../a/load.ts'; export type * from '../a/load.ts'; export type * as loads from '../a/load.ts'; export { type load as Load } from '../a/load.ts';`,
  });
});
