import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completion } from '../../../server/features/completion.ts';
import { applyTextEdits, viewAt } from '../../support/check-feature.ts';
import { sample, serverFacts } from '../../support/sample.ts';

const labels = (source: string, server = false): string[] => {
  const view = viewAt(source, server ? serverFacts : undefined);
  return completion(view, view.offset).map(({ label }) => label);
};

/** The line with the cursor after the completion of a label is taken. */
function taken(source: string, label: string, server = false): string {
  const view = viewAt(source, server ? serverFacts : undefined);
  const item = completion(view, view.offset).find((one) => one.label === label);
  assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, `no ${label}`);
  const { line } = item.textEdit.range.start;
  return applyTextEdits(view.text, [item.textEdit]).split('\n')[line] ?? '';
}

const offered: readonly [string, string, readonly string[]][] = [
  ['names of deployments', sample(`await runDeployment('‸')`), ['etl/nightly', 'other/elsewhere']],
  ['names of deployments before the quote is closed', sample(`await runDeployment('‸`), ['etl/nightly', 'other/elsewhere']],
  ['quoted names of deployments', sample('await runDeployment(‸)'), ['etl/nightly', 'other/elsewhere']],
  [
    'parameters of the deployment, the required ones first',
    sample(`await runDeployment('etl/nightly', { parameters: { ‸ } })`),
    ['mode', 'nodes'],
  ],
  ['parameters that are not given yet', sample(`await runDeployment('etl/nightly', { parameters: { mode: 'full', ‸ } })`), ['nodes']],
  ['values of a parameter', sample(`await runDeployment('etl/nightly', { parameters: { mode: '‸' } })`), ['full', 'delta']],
  [
    'values of a parameter without quotes',
    sample(`await runDeployment('etl/nightly', { parameters: { mode: ‸ } })`),
    ["'full'", "'delta'"],
  ],
  ['work pools', sample().replace("'default'", "'‸'"), ['default', 'gpu']],
  ['tags', sample().replace("'daily'", "'‸'"), ['daily', 'prod']],
  ['nothing in other texts', sample(`console.log('‸')`), []],
  ['nothing outside of what is known', sample('const x = ‸;'), []],
];

for (const [name, source, expected] of offered) {
  test(`offers ${name}`, () => assert.deepEqual(labels(source, true), expected));
}

test('offers the options of what is called, without those that are there', () => {
  const found = labels(`import { task } from 'millrace';\nexport const a = task({ name: 'a', ‸ }, async () => 1);\n`);
  assert.ok(found.includes('retries') && found.includes('cachePolicy') && !found.includes('name') && !found.includes('taskRunner'));
});

test('offers schedules with words, and every time zone', () => {
  const view = viewAt(sample().replace('0 6 * * 1-5', '‸'));
  assert.ok(completion(view, view.offset).some(({ label, detail }) => label === '0 6 * * 1-5' && detail === 'Monday to Friday at 06:00'));
  const zones = labels(sample().replace('Europe/Berlin', 'Euro‸'));
  assert.ok(zones.includes('UTC') && zones.includes('Europe/Lisbon') && zones.length > 300);
});

const edits: readonly [string, string, string, string][] = [
  [
    'replaces what stands between the quotes',
    sample(`await runDeployment('et‸l/old')`),
    'etl/nightly',
    `  await runDeployment('etl/nightly')`,
  ],
  ['brings quotes where there are none', sample('await runDeployment(‸)'), 'etl/nightly', `  await runDeployment('etl/nightly')`],
  [
    'replaces the word and leaves a value that follows',
    sample(`await runDeployment('etl/nightly', { time‸: 3 })`),
    'timeout',
    `  await runDeployment('etl/nightly', { timeout: 3 })`,
  ],
  [
    'writes a value to fill in',
    sample(`await runDeployment('etl/nightly', { asS‸ })`),
    'asSubflow',
    `  await runDeployment('etl/nightly', { asSubflow: \${1|true,false|} })`,
  ],
  [
    'offers the values of a parameter in its place',
    sample(`await runDeployment('etl/nightly', { parameters: { mo‸ } })`),
    'mode',
    `  await runDeployment('etl/nightly', { parameters: { mode: \${1|'full','delta'|} } })`,
  ],
];

for (const [name, source, label, expected] of edits) {
  test(name, () => assert.equal(taken(source, label), expected));
}
