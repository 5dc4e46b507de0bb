import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentNotApplied } from '../../../server/rules/deployment-not-applied.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, serve } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
`;

test('a description that is dropped is reported', () =>
  checkRule(
    deploymentNotApplied,
    `${head}
      etl.toDeployment({ name: 'nightly' });
      //  ^^^^^^^^^^^^ 💡 toDeployment only describes a deployment of flow 'etl'
      const nightly = etl.toDeployment({ name: 'nightly' });
      //                  ^^^^^^^^^^^^ nothing is registered`,
  ));

test('flows of other files and variants', () =>
  checkRule(deploymentNotApplied, {
    'etl.ts': head,
    'deploy.ts': `
      import { etl as renamed } from './etl.ts';
      export function deploy() {
        renamed.toDeployment({ name: 'nightly' });
        //      ^^^^^^^^^^^^ 💡 flow 'etl'
        renamed.withOptions({ retries: 1 }).toDeployment({ name: 'nightly' });
        //                                  ^^^^^^^^^^^^ 💡 flow 'etl'
      }`,
  }));

test('what is served, returned, exported or collected for somebody is right', () =>
  checkRule(
    deploymentNotApplied,
    `${head}
      await serve([etl.toDeployment({ name: 'a' })]);
      const kept = etl.toDeployment({ name: 'b' });
      await serve([kept]);
      export const exported = etl.toDeployment({ name: 'c' });
      const list = [];
      list.push(etl.toDeployment({ name: 'd' }));
      await serve(list);
      const dropped = [];
      dropped.push(etl.toDeployment({ name: 'f' }));
      //               ^^^^^^^^^^^^ its result is not used
      export const make = (name: string) => etl.toDeployment({ name });
      await etl.deploy({ name: 'e' });`,
  ));

test('other things with toDeployment are left alone', () =>
  checkRule(deploymentNotApplied, `${head} export function go(thing: { toDeployment(): void }) { thing.toDeployment(); }`));

test('in functions, loops and branches', () =>
  checkRule(
    deploymentNotApplied,
    `${head}
      export async function go(names: string[]) {
        for (const name of names) etl.toDeployment({ name });
        //                            ^^^^^^^^^^^^ flow 'etl'
        names.forEach((name) => {
          etl.toDeployment({ name });
          //  ^^^^^^^^^^^^ flow 'etl'
        });
        if (names.length > 1) etl.toDeployment({ name: 'a' });
        //                        ^^^^^^^^^^^^ 💡 Give the result to serve(), or call deploy() instead
        const all = names.map((name) => etl.toDeployment({ name }));
        await serve(all);
        const [first] = all;
        return first;
      }`,
  ));

test('the fix serves it, with its comments', () => {
  const described = `etl.toDeployment({\n\t// each night\n\tname: 'nightly',\n})`;
  const intro = "import { flow } from 'millrace'\nexport const etl = flow({ name: 'etl' }, async () => 1)\n";
  const served = intro.replace('{ flow }', '{ flow, serve }');
  checkFix(deploymentNotApplied, `${intro}${described}\n`, `${served}await serve([${described}])\n`);
  checkFix(
    deploymentNotApplied,
    `${intro}async function main() { ${described} }\n`,
    `${served}async function main() { await serve([${described}]) }\n`,
  );
});

test('no second serve is put into a file, as it would never be reached', () => {
  const text = `import { flow, serve } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
etl.toDeployment({ name: 'a' });
await serve([etl.toDeployment({ name: 'b' })]);
`;
  assert.throws(() => checkFix(deploymentNotApplied, text, text), /does not fit/);
});

test('what a callback describes for each of a list is dropped with the list', () =>
  checkRule(
    deploymentNotApplied,
    `import { flow, serve } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      if (import.meta.main) {
        ['a', 'b'].forEach((name) => etl.toDeployment({ name }));
        //                               ^^^^^^^^^^^^ toDeployment only describes
        const lost = ['a', 'b'].map((name) => etl.toDeployment({ name }));
        //                                        ^^^^^^^^^^^^ toDeployment only describes
        await serve(['a', 'b'].map((name) => etl.toDeployment({ name })));
      }`,
  ));
