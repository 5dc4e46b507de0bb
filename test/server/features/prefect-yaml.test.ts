import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completion } from '../../../server/features/completion.ts';
import { foldingRanges } from '../../../server/features/folding.ts';
import { hover } from '../../../server/features/hover.ts';
import { inlayHints } from '../../../server/features/inlay-hints.ts';
import { projectOptions } from '../../../server/features/project-options.ts';
import { definition, references } from '../../../server/features/references.ts';
import { rename } from '../../../server/features/rename.ts';
import { documentSymbols } from '../../../server/features/symbols.ts';
import { applyTextEdits, coveredBy, viewAt } from '../../support/check-feature.ts';

const flows = `import { flow, runDeployment } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const main = flow({ name: 'main' }, async () => {
  await runDeployment('etl/nightly', { parameters: { day: 'today' } });
});
`;

const yaml = `deployments:
  - name: nightly
    entrypoint: flows/etl.ts:etl
    parameters:
      day: today
    schedules:
      - cron: 0 6 * * *
        timezone: Europe/Berlin
  - name: other
    entrypoint: flows/etl.ts:main
`;

const now = new Date('2026-03-01T00:00:00Z');

/** A view of both files, with the cursor behind a piece of one of them. */
function viewBehind(file: 'flows' | 'yaml', piece: string) {
  const at = (text: string): string => text.replace(piece, `${piece}‸`);
  return viewAt({ '/p/flows/etl.ts': file === 'flows' ? at(flows) : flows, '/p/prefect.yaml': file === 'yaml' ? at(yaml) : yaml });
}

const textOf = (path: string): string => (path.endsWith('yaml') ? yaml : flows);

const places = (found: ReturnType<typeof definition>): string[] =>
  found.map(({ uri, range }) => `${uri.slice('file:///p/'.length)}: ${coveredBy(textOf(uri), range)}`);

test('what runs a deployment leads to prefect.yaml, and an entrypoint to its flow', () => {
  const call = viewBehind('flows', "runDeployment('etl/nig");
  assert.deepEqual(places(definition(call, call.offset)), ['prefect.yaml: nightly']);
  const entrypoint = viewBehind('yaml', 'flows/etl.ts:et');
  assert.deepEqual(places(definition(entrypoint, entrypoint.offset)), ['flows/etl.ts: etl']);
});

test('the references of a deployment are those in code and in prefect.yaml', () => {
  const view = viewBehind('yaml', 'name: nightl');
  assert.deepEqual(places(references(view, view.offset, true)).toSorted(), ["flows/etl.ts: 'etl/nightly'", 'prefect.yaml: nightly']);
});

test('a deployment is renamed in code and in prefect.yaml, wherever it began', () => {
  for (const view of [viewBehind('yaml', 'name: nightl'), viewBehind('flows', "runDeployment('etl/nig")]) {
    const changes = rename(view, view.offset, 'daily', textOf)?.changes ?? {};
    assert.deepEqual(Object.keys(changes).toSorted(), ['file:///p/flows/etl.ts', 'file:///p/prefect.yaml']);
    assert.equal(applyTextEdits(yaml, changes['file:///p/prefect.yaml'] ?? []), yaml.replace('nightly', 'daily'));
    assert.equal(applyTextEdits(flows, changes['file:///p/flows/etl.ts'] ?? []), flows.replace('etl/nightly', 'etl/daily'));
  }
});

test('a new name gets quotes in YAML where it needs them, and none that would break the code', () => {
  const view = viewBehind('yaml', 'name: nightl');
  const changes = rename(view, view.offset, '7: nights #1', textOf)?.changes ?? {};
  assert.equal(applyTextEdits(yaml, changes['file:///p/prefect.yaml'] ?? []), yaml.replace('nightly', "'7: nights #1'"));
  assert.equal(applyTextEdits(flows, changes['file:///p/flows/etl.ts'] ?? []), flows.replace('etl/nightly', 'etl/7: nights #1'));
  const quoted = rename(view, view.offset, "it's", textOf)?.changes ?? {};
  assert.equal(applyTextEdits(yaml, quoted['file:///p/prefect.yaml'] ?? []), yaml.replace('nightly', "'it''s'"));
  const word = rename(view, view.offset, 'true', textOf)?.changes ?? {};
  assert.equal(applyTextEdits(yaml, word['file:///p/prefect.yaml'] ?? []), yaml.replace('nightly', "'true'"));
});

test('schedules are told in words, deployments are listed, and fold', async () => {
  const { file } = viewBehind('yaml', 'name: nightl');
  assert.deepEqual(
    (await inlayHints(file, now)).map(({ label }) => label),
    ['At 06:00 · next Sun 1 Mar 06:00'],
  );
  assert.deepEqual(
    documentSymbols(file).map(({ name }) => name),
    ['etl/nightly', 'main/other'],
  );
  assert.deepEqual(
    foldingRanges(file).map(({ startLine, endLine }) => [startLine, endLine]),
    [
      [1, 7],
      [8, 9],
    ],
  );
});

test('texts are completed', () => {
  const zone = viewBehind('yaml', 'Europe/Ber');
  assert.ok(completion(zone, zone.offset).some(({ label }) => label === 'Europe/Berlin'));
});

test('a hover explains the deployment and its schedule', async () => {
  const name = viewBehind('yaml', 'name: nightl');
  assert.match(JSON.stringify(await hover(name, name.offset, now)), /etl\/nightly/);
  const cron = viewBehind('yaml', 'cron: 0 6');
  assert.match(JSON.stringify(await hover(cron, cron.offset, now)), /06:00/);
});

const step = 'prefect.deployments.steps.set_working_directory';

/** A text, an option that is offered there, what stands in the line of the cursor when it is taken, and what is not offered. */
const options: readonly [what: string, text: string, label: string, line: string, missing: string][] = [
  ['at the top', 'dep‸', 'deployments', 'deployments:', 'work_pool'],
  ['in an empty line at the top', 'name: p\n‸\n', 'pull', 'pull:', 'name'],
  ['of the first deployment', 'deployments:\n  - na‸', 'name', '  - name: ', 'cron'],
  ['of a list at the margin', 'deployments:\n- ‸', 'name', '- name: ', 'cron'],
  ['before a deployment', 'deployments:\n  - ‸\n    name: a', 'entrypoint', '  - entrypoint: ', 'name'],
  ['behind a deployment', 'deployments:\n  - name: a\n    ‸', 'work_pool', '    work_pool:', 'name'],
  ['between options', 'deployments:\n  - name: a\n    ta‸\n    paused: true', 'tags', '    tags: ', 'paused'],
  ['whose colon is there', 'deployments:\n  - name: a\n    p‸used: true', 'paused', '    paused: true', 'name'],
  ['between quotes', "deployments:\n  - 'na‸': a", 'name', "  - 'name': a", 'work_pool_name'],
  ['of a pool', 'deployments:\n  - name: a\n    work_pool:\n      ‸', 'work_queue_name', '      work_queue_name: ', 'entrypoint'],
  ['of a pool in braces', 'deployments:\n  - work_pool: { ‸ }', 'name', '  - work_pool: { name:  }', 'entrypoint'],
  ['behind a comma', 'deployments:\n  - work_pool: { name: a, j‸ }', 'job_variables', '  - work_pool: { name: a, job_variables: }', 'name'],
  ['of a schedule', "deployments:\n  - schedules:\n      - cron: '0 6 * * *'\n        time‸", 'timezone', '        timezone: ', 'cron'],
  ['of a schedule in braces', 'deployments:\n  - schedules:\n      - { cron: x, d‸', 'day_or', '      - { cron: x, day_or: ', 'cron'],
  ['of the only schedule', 'deployments:\n  - schedule:\n      anc‸', 'anchor_date', '      anchor_date: ', 'name'],
  ['of a limit', 'deployments:\n  - concurrency_limit:\n      ‸\n    name: a', 'collision_strategy', '      collision_strategy: ', 'name'],
  ['among steps', 'pull:\n  - prefect.dep‸', step, `  - ${step}:`, 'directory'],
  ['among the steps of a deployment', 'deployments:\n  - pull:\n      - ‸', step, `      - ${step}:`, 'name'],
  ['of a step', `deployments:\n  - pull:\n      - ${step}:\n          ‸`, 'directory', '          directory: ', 'name'],
  ['in another deployment', 'deployments:\n  - name: a\n    tags: [x]\n  - name: b\n    ‸', 'tags', '    tags: ', 'name'],
];

for (const [what, text, label, line, missing] of options) {
  test(`offers options ${what}`, async () => {
    const view = viewAt({ '/p/prefect.yaml': text });
    const items = (await projectOptions(view, view.offset)) ?? [];
    const item = items.find((one) => one.label === label);
    assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, `no ${label}`);
    const at = text.slice(0, view.offset).split('\n').length - 1;
    assert.equal(applyTextEdits(view.text, [item.textEdit]).split('\n')[at], line);
    assert.ok(
      items.every((one) => one.label !== missing),
      `${missing} is offered`,
    );
  });
}

const without: readonly [what: string, text: string][] = [
  ['in a value', 'deployments:\n  - name: ni‸ghtly'],
  ['where an object is begun in the line of its name', 'deployments:\n  - work_pool: na‸'],
  ['among tags', 'deployments:\n  - tags:\n      - da‸'],
  ['among parameters', 'deployments:\n  - parameters:\n      da‸'],
  ['among the variables of a job', 'deployments:\n  - work_pool:\n      job_variables:\n        e‸'],
  ['in a comment', 'deployments:\n  - name: a\n    # ta‸'],
  ['in a text of several lines', 'deployments:\n  - description: |\n      na‸'],
  ['below what is unknown', 'deployments:\n  - other:\n      na‸'],
  ['of unknown steps', 'pull:\n  - my.step:\n      na‸'],
];

for (const [what, text] of without) {
  test(`offers no options ${what}`, async () => {
    const view = viewAt({ '/p/prefect.yaml': text });
    assert.equal(await projectOptions(view, view.offset), undefined);
  });
}

test('half of a file is looked at without a fault, wherever it is cut', async () => {
  for (let end = 0; end <= yaml.length; end += 1) {
    const view = viewAt({ '/p/prefect.yaml': `${yaml.slice(0, end)}‸` });
    await projectOptions(view, view.offset);
    await hover(view, view.offset, now);
  }
});

test('a hover explains an option by the name that it has there', async () => {
  const text = 'deployments:\n  - name: a\n    work_pool:\n      work_queue_‸name: b\n';
  const view = viewAt({ '/p/prefect.yaml': text });
  assert.match(JSON.stringify(await hover(view, view.offset, now)), /\*\*work_queue_name\*\* \(string\): option of `work_pool`/);
  const unknown = viewAt({ '/p/prefect.yaml': text.replace('work_queue_‸name', 'que‸ue') });
  assert.equal(await hover(unknown, unknown.offset, now), undefined);
});

const project = (deployment: string) => ({
  '/p/flows/etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ mode, dry, day }: { mode: 'full' | "it's"; dry?: boolean; day?: string }) => [mode, dry, day]);
await etl.deploy({ name: 'other', workPoolName: 'local', tags: ['daily'] });
`,
  '/p/prefect.yaml': `deployments:\n  - name: nightly\n    entrypoint: flows/etl.ts:etl\n${deployment}\n`,
});

const completed: readonly [string, string, string, string][] = [
  ['a work pool where nothing is written', '    work_pool:\n      name: ‸', 'local', 'name: local'],
  ['a tag in a list', '    tags:\n      - ‸', 'daily', '- daily'],
  ['a cron, which needs quotes', '    schedules:\n      - cron: ‸', '*/15 * * * *', "cron: '*/15 * * * *'"],
  ['a cron between quotes', '    schedules:\n      - cron: "‸"', '*/15 * * * *', 'cron: "*/15 * * * *"'],
  ['a boolean', '    paused: ‸', 'true', 'paused: true'],
  ['the first parameter', '    parameters:\n      m‸', 'mode', '      mode: '],
  ['a further parameter', '    parameters:\n      mode: full\n      d‸', 'dry', '      dry: '],
  ['the value of a parameter', '    parameters:\n      mode: ‸', 'full', 'mode: full'],
  ['a value that needs quotes', '    parameters:\n      mode: ‸', "it's", "mode: 'it''s'"],
  ['a value between quotes', "    parameters:\n      mode: '‸'", "it's", "mode: 'it''s'"],
  ['a value that is no text', '    parameters:\n      dry: ‸', 'false', 'dry: false'],
];

for (const [what, deployment, label, expected] of completed) {
  test(`completes ${what}`, () => {
    const view = viewAt(project(deployment));
    const item = completion(view, view.offset).find((one) => one.label === label);
    assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, `no ${label}`);
    assert.ok(applyTextEdits(view.text, [item.textEdit]).includes(`${expected}\n`), applyTextEdits(view.text, [item.textEdit]));
  });
}

test('no value that is no text is offered between quotes', () => {
  const view = viewAt(project("    parameters:\n      dry: '‸'"));
  assert.deepEqual(completion(view, view.offset), []);
});
