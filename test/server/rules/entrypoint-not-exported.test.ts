import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entrypointNotExported } from '../../../server/rules/entrypoint-not-exported.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

test('a flow that is only exported inside of something is not found either', () =>
  checkRule(
    entrypointNotExported,
    `
      import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      export const all = { etl };
      await etl.deploy({ name: 'nightly' });
      //                       ^^^^^^^^^ 💡 This file does not export flow 'etl'`,
  ));

test('a flow that its file does not export is reported', () =>
  checkRule(
    entrypointNotExported,
    `
      import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'nightly' });
      //                       ^^^^^^^^^ 💡 This file does not export flow 'etl': a worker that imports the file does not find it`,
  ));

test('an entrypoint must name an exported flow', () =>
  checkRule(entrypointNotExported, {
    'flows/etl.ts': `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'main' }, async () => 1);
      const hidden = flow({ name: 'hidden' }, async () => 1);`,
    'deploy.ts': `
      import { etl } from './flows/etl.ts';
      await etl.deploy({ name: 'a', entrypoint: 'flows/etl.ts:etl' });
      await etl.deploy({ name: 'b', entrypoint: 'flows/etl.ts:main' });
      await etl.deploy({ name: 'c', entrypoint: 'flows/etl.ts:hidden' });
      //                                        ^^^^^^^^^^^^^^^^^^^^^ 'flows/etl.ts' exports 'etl', but no flow 'hidden': a worker does not find 'hidden'
      await etl.deploy({ name: 'd', entrypoint: 'flows/etl.ts:elt' });
      //                                        ^^^^^^^^^^^^^^^^^^ so every run of this deployment fails. Name a flow that the file exports.
      await etl.deploy({ name: 'e', entrypoint: 'flows/etl.ts' });
      //                                        ^^^^^^^^^^^^^^ 'flows/etl.ts' is not an entrypoint, so no worker finds the flow: an entrypoint has the form 'path/to/file:flow'.
      await etl.deploy({ name: 'f', entrypoint: 'elsewhere/etl.ts:etl' });`,
  }));

test('every way to export is right', () => {
  const cases = [
    'export const etl = make();',
    'const etl = make(); export { etl };',
    'const etl = make(); export { etl as renamed };',
    'const etl = make(); export default etl;',
  ];
  for (const exported of cases) {
    const source = exported.replace('make()', "flow({ name: 'etl' }, async () => 1)");
    checkRule(entrypointNotExported, `import { flow } from 'millrace';\n${source}\nawait etl.deploy({ name: 'a' });`);
  }
  checkRule(
    entrypointNotExported,
    `const { flow } = require('millrace');
      const etl = flow({ name: 'etl' }, async () => 1);
      module.exports = { etl };
      etl.deploy({ name: 'a' });`,
    { path: 'flows.cjs' },
  );
});

test('what its own process serves needs no export, and nested flows are another matter', () =>
  checkRule(
    entrypointNotExported,
    `
      import { flow, serve } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      await serve([etl.toDeployment({ name: 'a' })]);
      export async function go() {
        const inner = flow({ name: 'inner' }, async () => 1);
        await inner.deploy({ name: 'b' });
      }`,
  ));

test('the fix exports it', () =>
  checkFix(
    entrypointNotExported,
    `import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
await etl.deploy({ name: 'nightly' });`,
    `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
await etl.deploy({ name: 'nightly' });`,
  ));

test('flows of another file are exported there, or not at all', () =>
  checkRule(entrypointNotExported, {
    'etl.ts': `import { flow } from 'millrace';
      const hidden = flow({ name: 'hidden' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => 1);
      export const get = () => hidden;`,
    'deploy.ts': `
      import { etl, get } from './etl.ts';
      await etl.deploy({ name: 'a' });
      await get().deploy({ name: 'b' });
      //                         ^^^ etl.ts does not export flow 'hidden'`,
  }));

test('entrypoints of prefect.yaml are looked up; those of Python are its own affair', () =>
  checkRule(entrypointNotExported, {
    'flows/etl.ts': `import { flow } from 'millrace';
      const hidden = flow({ name: 'hidden' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => 1);`,
    'prefect.yaml': `deployments:
  - entrypoint: flows/etl.ts:etl
  - entrypoint: flows/etl.ts:hidden
  #             ^^^^^^^^^^^^^^^^^^^ 'flows/etl.ts' exports 'etl', but no flow 'hidden': a worker does not find 'hidden'
  - entrypoint: flows/etl.ts
  #             ^^^^^^^^^^^^ is not an entrypoint, so no worker finds the flow
  - entrypoint: etl.ts
    #           ^^^^^^ is not an entrypoint
  - entrypoint: flows/etl.py:etl
  - entrypoint: flows.etl.main
  - entrypoint: "{{ $ENTRYPOINT }}"`,
  }));

test('what is no module of ECMAScript cannot export, so there is no fix', () => {
  const text = `const { flow } = require('millrace');
const etl = flow({ name: 'etl' }, async () => 1);
etl.deploy({ name: 'nightly', workPoolName: 'main' });
`;
  assert.throws(() => checkFix(entrypointNotExported, text, text, { path: 'flows.js' }), /does not fit/);
});

test('a flow may be exported under another name, by another constant', () =>
  checkRule(
    entrypointNotExported,
    `import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      export const nightly = etl;
      await etl.deploy({ name: 'a', workPoolName: 'p' });`,
  ));

test('in code an entrypoint is told from a folder above', () =>
  checkRule(entrypointNotExported, {
    'jobs/flows/etl.ts': `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      export const deploy = () => etl.deploy({ name: 'a', workPoolName: 'p', entrypoint: 'flows/etl.ts:elt' });
      //                                                                                 ^^^^^^^^^^^^^^^^^^ 'flows/etl.ts' exports 'etl', but no flow 'elt'
      export const again = () => etl.deploy({ name: 'b', workPoolName: 'p', entrypoint: 'jobs/flows/etl.ts:etl' });
      export const other = () => etl.deploy({ name: 'c', workPoolName: 'p', entrypoint: 'elsewhere/etl.ts:elt' });`,
  }));
