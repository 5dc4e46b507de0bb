import { test } from 'node:test';
import { secretInParameter } from '../../../server/rules/secret-in-parameter.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
`;

test('names that say so are reported', () =>
  checkRule(
    secretInParameter,
    `${head}
      await runDeployment('etl/a', { parameters: { password: 'hunter2-hunter2' } });
      //                                                     ^^^^^^^^^^^^^^^^^ 'password' looks like a secret. It is sent with the run of 'etl/a'
      await runDeployment('etl/a', { parameters: { dbPassword: 'correct-horse', apiKey: '0123456789', api_key: '0123456789' } });
      //                                                       ^^^^^^^^^^^^^^^ 'dbPassword'
      //                                                                                ^^^^^^^^^^^^ 'apiKey'
      //                                                                                                       ^^^^^^^^^^^^ 'api_key'
      await etl.deploy({ name: 'b', jobVariables: { env: { CLIENT_SECRET: 's3cr3t-value' } } });
      //                                                                  ^^^^^^^^^^^^^^ 'CLIENT_SECRET' looks like a secret
      await etl.deploy({ name: 'c', parameters: { connection: { accessToken: 'abcdef123456' } } });
      //                                                                     ^^^^^^^^^^^^^^ 'accessToken'`,
  ));

test('values in the form of a key are reported, whatever they are called', () => {
  // In two pieces, so that no scanner of secrets takes this file for a find.
  const values = [
    ['AKIA', 'ABCDEFGHIJKLMNOP'],
    ['ghp_', 'a1B2'.repeat(9)],
    ['xoxb-', '123456789012-abcdef'],
    ['sk_live_', '0123456789abcdef'],
    ['pnu_', '0123456789abcdefghij'],
    ['eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl'],
    ['postgresql://etl:', 'hunter2@db/prod'],
  ];
  for (const parts of values) {
    const value = parts.join('');
    const carets = '^'.repeat(value.length + 2);
    checkRule(
      secretInParameter,
      `${head}
      await runDeployment('etl/a', { parameters: { a: '${value}' } });
      //                                              ${carets} This looks like a`,
    );
  }
});

test('placeholders, references and other words are right', () =>
  checkRule(
    secretInParameter,
    `${head}
      export async function go(password: string) {
        await runDeployment('etl/a', { parameters: { password } });
        await runDeployment('etl/a', { parameters: { password: process.env['PASSWORD'] } });
        await runDeployment('etl/a', { parameters: { password: '{{ prefect.blocks.secret.db }}', apiKey: '<your key>', token: 'page-2' } });
        await runDeployment('etl/a', { parameters: { passwordFrom: 'DATABASE_PASSWORD', secretName: 'prod/db', password: 'PROD_DB_PASSWORD' } });
        await runDeployment('etl/a', { parameters: { password: '', secret: 'changeme', keyboard: 'qwertyuiop', tokens: 'a-b-c-d-e-f' } });
        await runDeployment('etl/a', { parameters: { url: 'https://example.com/a', user: 'etl', dsn: 'postgresql://db/prod' } });
      }`,
  ));

test('tests, and objects that are not sent, are left alone', () => {
  checkRule(secretInParameter, `${head} await runDeployment('etl/a', { parameters: { password: 'hunter2-hunter2' } });`, {
    path: 'etl.test.ts',
  });
  checkRule(secretInParameter, `${head} export const login = { password: 'hunter2-hunter2' };`);
});

test('deep objects, constants and schedules', () =>
  checkRule(
    secretInParameter,
    `${head}
      const password = 'correct-horse-battery';
      //               ^^^^^^^^^^^^^^^^^^^^^^^ 'password' looks like a secret
      await etl.deploy({ name: 'a', parameters: { login: { user: 'etl', password } } });
      await etl.deploy({ name: 'b', schedules: [{ cron: '0 5 * * *', parameters: { 'api-key': '0123456789' } }] });
      //                                                                                      ^^^^^^^^^^^^ 'api-key'
      await etl.deploy({ name: 'c', jobVariables: { env: { PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----' } } });
      //                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This looks like a private key`,
  ));

test('where a secret is kept is no secret', () =>
  checkRule(
    secretInParameter,
    `${head}
      await runDeployment('etl/a', {
        parameters: {
          password: 'ssm:/prod/db/password',
          apiKey: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders-AbCdEf',
          clientSecret: 'op://prod/crm/client-secret',
          accessKey: 'env:EXPORT_ACCESS_KEY',
          privateKey: '/run/secrets/exporter.pem',
          authToken: 'hunter2-hunter2',
          //         ^^^^^^^^^^^^^^^^^ 'authToken' looks like a secret
        },
      });`,
  ));

test('what is spread into the parameters is sent with them', () =>
  checkRule(secretInParameter, {
    'common.ts': "export const common = { apiKey: 'k3y-0f-the-h0use' };",
    'flows.ts': `${head}
      import { common } from './common.ts';
      const login = { user: 'etl', password: 'hunter2-hunter2' };
      //                                     ^^^^^^^^^^^^^^^^^ 'password' looks like a secret
      await runDeployment('etl/a', { parameters: { ...common, ...login } });`,
  }));
