import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectOf } from '../../support/project-of.ts';

/** What the options of a deployment are known to be, however they are written. */
function cronOf(written: string, more = ''): unknown {
  const text = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
const hour = 5;
const crons = { nightly: '0 5 * * *', [etl.name]: 1 };
const fixed = { nightly: '0 5 * * *' };
const copied = { ...fixed, weekly: '0 5 * * 1' };
const changed = { nightly: '0 5 * * *' };
${more}
await etl.deploy({ name: 'a', cron: ${written} });`;
  const [deployment] = projectOf({ 'flows.ts': text }).file('flows.ts')?.deployments ?? [];
  const cron = deployment?.schedules[0]?.cron;
  return cron === undefined ? undefined : [cron.value, text.slice(cron.span.start, cron.span.end)];
}

test('texts are followed into templates, constants and members of constants', () => {
  assert.deepEqual(cronOf("'0 5 * * *'"), ['0 5 * * *', "'0 5 * * *'"]);
  assert.deepEqual(cronOf(`\`0 \${hour} * * \${1}\``), ['0 5 * * 1', `\`0 \${hour} * * \${1}\``]);
  assert.deepEqual(cronOf('fixed.nightly'), ['0 5 * * *', "'0 5 * * *'"]);
  assert.deepEqual(cronOf('copied.nightly'), ['0 5 * * *', "'0 5 * * *'"]);
  assert.deepEqual(cronOf('text', "const text = '@daily';"), ['@daily', "'@daily'"]);
});

test('what may be something else is not known', () => {
  assert.equal(cronOf('crons.nightly'), undefined);
  assert.equal(cronOf('fixed.hourly'), undefined);
  assert.equal(cronOf('changed.nightly', "changed.nightly = process.env['CRON'] ?? '';"), undefined);
  assert.equal(cronOf(`\`0 5 * * \${process.env['DAY']}\``), undefined);
});
