import { test } from 'node:test';
import { nonDescriptiveName } from '../../../server/rules/non-descriptive-name.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
`;

test('names that would fit anything are told of', () => {
  for (const name of ['my-flow', 'test', 'task1', 'mainFlow', 'x', 'foo_bar', 'new flow 2', 'process', 'do-stuff']) {
    const carets = '^'.repeat(name.length + 2);
    checkRule(
      nonDescriptiveName,
      `${head}
      export const a = flow({ name: '${name}' }, async () => 1);
      //                            ${carets} '${name}' says nothing about this flow`,
    );
  }
});

test('names with a word of the matter are right', () => {
  for (const name of [
    'etl',
    'load-orders',
    'process-orders',
    'nightlyReport',
    'test-results',
    'flow-of-goods',
    'sync',
    'données',
    '日次集計',
    '税',
    'загрузка 2',
  ]) {
    checkRule(nonDescriptiveName, `${head} export const a = task({ name: '${name}' }, async () => 1);`);
  }
});

test('tests, variants, computed names and those of which nothing is written are left alone', () => {
  checkRule(nonDescriptiveName, `${head} export const a = flow({ name: '' }, async () => 1);`);
  checkRule(nonDescriptiveName, `${head} export const a = flow({ name: 'my-flow' }, async () => 1);`, { path: 'a.test.ts' });
  checkRule(nonDescriptiveName, `${head} export const make = (name: string) => flow({ name }, async () => 1).withOptions({ retries: 1 });`);
});
