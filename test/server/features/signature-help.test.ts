import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signatureHelp } from '../../../server/features/signature-help.ts';
import { viewAt } from '../../support/check-feature.ts';
import { sample } from '../../support/sample.ts';

const signature = "etl/nightly(nodes?: string[] = […], mode: 'full' | 'delta')";

const cases: readonly [string, string, { label: string; active: number | undefined } | undefined][] = [
  ['in the parameters', `await runDeployment('etl/nightly', { parameters: { ‸ } })`, { label: signature, active: 1 }],
  ['behind what must be given', `await runDeployment('etl/nightly', { parameters: { mode: 'full', ‸ } })`, { label: signature, active: 0 }],
  [
    'behind all that may be given',
    `await runDeployment('etl/nightly', { parameters: { mode: 'full', nodes: [], ‸ } })`,
    { label: signature, active: undefined },
  ],
  ['at a name', `await runDeployment('etl/nightly', { parameters: { mo‸de: 'full' } })`, { label: signature, active: 1 }],
  ['at a value', `await runDeployment('etl/nightly', { parameters: { nodes: [‸] } })`, { label: signature, active: 0 }],
  ['where a value will stand', `await runDeployment('etl/nightly', { parameters: { mode: ‸ } })`, { label: signature, active: 1 }],
  ['beside the parameters', `await runDeployment('etl/nightly', { timeout: ‸0 })`, undefined],
  ['for a deployment that nobody knows', `await runDeployment('no/ne', { parameters: { ‸ } })`, undefined],
];

for (const [name, body, expected] of cases) {
  test(`parameters are shown ${name}`, () => {
    const view = viewAt(sample(body));
    const help = signatureHelp(view, view.offset);
    assert.deepEqual(help && { label: help.signatures[0]?.label, active: help.activeParameter ?? undefined }, expected);
  });
}

test('the parameters of a deployment that is made are those of its flow', () => {
  const view = viewAt(sample().replace("{ mode: 'full' }", "{ mode‸: 'full' }"));
  const help = signatureHelp(view, view.offset);
  assert.equal(help?.signatures[0]?.label, "etl(nodes?: string[] = […], mode: 'full' | 'delta')");
  assert.deepEqual(
    help.signatures[0]?.parameters?.map(({ label }) => (typeof label === 'string' ? label : help.signatures[0]?.label.slice(...label))),
    ['nodes?: string[] = […]', "mode: 'full' | 'delta'"],
  );
});
