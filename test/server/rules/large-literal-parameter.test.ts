import { test } from 'node:test';
import { largeLiteralParameter } from '../../../server/rules/large-literal-parameter.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ text }: { text: string }) => text);
`;
const long = 'x'.repeat(2000);

test('data beyond the limit is reported at the largest parameter', () =>
  checkRule(
    largeLiteralParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { day: 1, text: '${long}' } });
      //                                                   ^^^^ The parameters of the run of 'etl/a' have about 2 KB, and more than 1 KB are refused
      await etl.deploy({ name: 'b', parameters: { text: ['${long}', 1] } });
      //                                          ^^^^ The parameters of deployment 'b'`,
    { options: { maximumKilobytes: 1 } },
  ));

test('the limit of 512 KB is that of Prefect', () => {
  const size = 512 * 1024;
  checkRule(
    largeLiteralParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { text: ['${'x'.repeat(size)}'] } });
      //                                           ^^^^ have about 512 KB`,
  );
  checkRule(largeLiteralParameter, `${head}      await runDeployment('etl/a', { parameters: { text: '${'x'.repeat(size - 10)}' } });`);
});

test('several parameters count together', () =>
  checkRule(
    largeLiteralParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { a: '${long}', b: '${long}' } });
      //                                           ^ about 3.9 KB`,
    { options: { maximumKilobytes: 3 } },
  ));

test('small ones, and data that is not written here, are right', () =>
  checkRule(
    largeLiteralParameter,
    `${head}
      export async function go(text: string) {
        await runDeployment('etl/a', { parameters: { text } });
        await runDeployment('etl/a', { parameters: { text: text.repeat(1_000_000) } });
        await runDeployment('etl/a', { parameters: {} });
        await etl({ text: '${long}' });
      }`,
    { options: { maximumKilobytes: 1 } },
  ));

test('schedules and job variables count, too', () =>
  checkRule(
    largeLiteralParameter,
    `${head}
      await etl.deploy({ name: 'a', jobVariables: { text: '${long}' } });
      //                                            ^^^^ The parameters of deployment 'a'
      await etl.deploy({ name: 'b', schedules: [{ cron: '0 5 * * *', parameters: { text: '${long}' } }] });
      //                                                                           ^^^^ a schedule of deployment 'b'`,
    { options: { maximumKilobytes: 1 } },
  ));

test('a text that a constant holds is as long as it is there', () =>
  checkRule(
    largeLiteralParameter,
    `${head}
      const text = '${long}';
      await runDeployment('etl/a', { parameters: { day: 'monday', text } });
      //                                                          ^^^^ The parameters of the run of 'etl/a'`,
    { options: { maximumKilobytes: 1 } },
  ));
