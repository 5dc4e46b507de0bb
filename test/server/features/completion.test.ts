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
  ['quoted names of deployments for a word', sample('await runDeployment(et‸)'), ['etl/nightly', 'other/elsewhere']],
  ['no names of deployments in a comment', sample('await runDeployment(/* ‸ */)'), []],
  ['no options in a comment', sample(`await runDeployment('etl/nightly', { // ‸\n })`), []],
  ['no options in a function among the options', sample(`flow({ name: 'x', onFailure: [() => { ‸ }] }, async () => 1)`), []],
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
  [
    'parameters behind the brace that opens their object, while none closes it',
    sample(`await runDeployment('etl/nightly', { parameters: {\n    ‸\n`),
    ['mode', 'nodes'],
  ],
  ['no parameters before their object', sample(`await runDeployment('etl/nightly', { parameters: ‸{ } })`), []],
  ['no value before one', sample(`await runDeployment('etl/nightly', { parameters: { mode:‸ 'full' } })`), []],
  ['no value before the quote', sample(`await runDeployment('etl/nightly', { parameters: { mode: ‸'full' } })`), []],
  ['no value behind the quote', sample(`await runDeployment('etl/nightly', { parameters: { mode: 'full'‸ } })`), []],
  ['no option before its value', sample(`await runDeployment('etl/nightly', { asSubflow:‸ true })`), []],
  ['no item before another one', sample(`await runDeployment('etl/nightly', { tags: ['a',‸ 'b'] })`), []],
  ['work pools', sample().replace("'default'", "'‸'"), ['default', 'gpu']],
  ['tags', sample().replace("'daily'", "'‸'"), ['daily', 'prod']],
  ['nothing in other texts', sample(`console.log('‸')`), []],
  ['nothing outside of what is known', sample('const x = ‸;'), []],
];

for (const [name, source, expected] of offered) {
  test(`offers ${name}`, () => assert.deepEqual(labels(source, true), expected));
}

test('choices that bring their quotes are found by what is typed without them', () => {
  const view = viewAt(sample('await runDeployment(et‸)'));
  assert.deepEqual(
    completion(view, view.offset).map(({ label, filterText, textEdit }) => [label, filterText, textEdit?.newText]),
    [['etl/nightly', 'etl/nightly', "'etl/nightly'"]],
  );
});

const named = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl', tags: ['etl', 'daily'], flowRunName: 'etl-{day}' }, async ({ day, nodes = [] }: { day: string; nodes?: string[] }) => nodes.length);
await etl.deploy({ name: 'a', workPoolName: 'local', workQueueName: 'fast', tags: ['team'] });
await etl.deploy({ name: 'b', workPoolName: 'local', workQueueName: '', tags: [''] });
`;

const inProject: readonly [string, string, string, readonly string[]][] = [
  ['work pools', "name: 'b', workPoolName: 'local'", "name: 'b', workPoolName: 'lo‸'", ['default', 'gpu', 'local']],
  ['work queues', "workQueueName: ''", "workQueueName: '‸'", ['urgent', 'fast']],
  ['tags', "['']", "['‸']", ['daily', 'prod', 'etl', 'team']],
];

for (const [what, before, after, expected] of inProject) {
  test(`offers ${what} of the server, and those that the project names, but not what is being typed`, () =>
    assert.deepEqual(labels(named.replace(before, after), true), expected));
}

test('offers the names of the project where no server is connected', () =>
  assert.deepEqual(labels(named.replace("workQueueName: ''", "workQueueName: '‸'")), ['fast']));

const templates: readonly [string, string, readonly string[]][] = [
  ['after an open brace', 'etl-{‸', ['day', 'nodes']],
  ['in the braces', 'etl-{d‸ay}', ['day', 'nodes']],
  ['nowhere else', 'et‸l-{day}', []],
  ['nor behind the braces', 'etl-{day}‸', []],
];

for (const [where, template, expected] of templates) {
  test(`offers the parameters in the template of a run's name ${where}`, () =>
    assert.deepEqual(labels(named.replace('etl-{day}', template)), expected));
}

test('a parameter replaces the whole name between the braces', () =>
  assert.match(taken(named.replace('{day}', '{d‸ay}'), 'nodes'), /flowRunName: 'etl-\{nodes\}'/));

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

test('time zones that the project names go before all others, each once, and under the names of today, too', () => {
  const zones = labels(
    sample().replace("timezone: 'Europe/Berlin'", "schedules: [{ cron: '', timezone: 'Asia/Tokyo' }, { cron: '', timezone: '‸' }]"),
  );
  assert.equal(zones[0], 'Asia/Tokyo');
  assert.equal(new Set(zones).size, zones.length);
  assert.ok(zones.indexOf('UTC') < 3 && zones.includes('Asia/Kolkata') && zones.includes('Europe/Kyiv'));
});

test('a schedule is found by its words as well as by its cron', () => {
  const view = viewAt(sample().replace('0 6 * * 1-5', 'mon‸'));
  const found = completion(view, view.offset).filter(({ filterText = '' }) => /mon/i.test(filterText));
  assert.deepEqual(
    found.map(({ label }) => label),
    ['0 6 * * 1-5', '0 6 * * 1', '0 6 1 * *'],
  );
  assert.ok(found.every(({ label, filterText = '' }) => filterText.startsWith(label)));
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

const deploys = (options: string, before = ''): string =>
  `import { flow } from 'millrace';
interface Options { dryRun: boolean; 'max-rows'?: number; steps?: { name: 'load' | 'clean' }[] }
export const etl = flow({ name: 'etl' }, async ({ region, options }: { region: 'eu' | "o'x"; options?: Options | null }) => region);
${before}await etl.deploy({ name: 'a', ${options} });
`;

const inOptions: readonly [string, string, readonly string[]][] = [
  [
    'the options of one schedule',
    'schedule: { cron: "", ‸ }',
    ['interval', 'rrule', 'timezone', 'anchorDate', 'dayOr', 'active', 'parameters', 'slug'],
  ],
  [
    'the options of one of several schedules',
    "schedules: [{ rrule: '', timezone: '', dayOr: true, active: true, slug: '', ‸ }]",
    ['cron', 'interval', 'anchorDate', 'parameters'],
  ],
  ["a schedule's parameters", 'schedules: [{ parameters: { ‸ } }]', ['region', 'options']],
  ['no list of tags between quotes', "tags: '‸'", []],
  ['no values of a boolean between quotes', "paused: '‸'", []],
  ['both values of a boolean', 'paused: ‸', ['true', 'false']],
  ['the members of a parameter that is an object', "parameters: { region: 'eu', options: { ‸ } }", ['dryRun', 'max-rows', 'steps']],
  ['the values of a member', 'parameters: { options: { dryRun: ‸ } }', ['true', 'false']],
  ['the members of an object in a list', 'parameters: { options: { steps: [{ ‸ }] } }', ['name']],
  ['the values in a list', "parameters: { options: { steps: [{ name: '‸' }] } }", ['load', 'clean']],
  ['nothing in a comment', 'paused: true, /* ‸ */', []],
  ['nothing in a comment of one line', 'paused: true, // ‸\n', []],
  ['nothing where a comma is missing', 'paused: true ‸', []],
  ['nothing inside an expression', 'interval: 60 * ‸', []],
  ['nothing in the expression of a template', `cron: \`0 \${‸} * * *\``, []],
];

for (const [what, options, expected] of inOptions) test(`offers ${what}`, () => assert.deepEqual(labels(deploys(options)), expected));

test('no tags are offered that the list has already, wherever they come from', () => {
  const view = viewAt(deploys("tags: ['daily', 'own', ‸]"), serverFacts);
  assert.deepEqual(
    completion(view, view.offset).map(({ label }) => label),
    ['prod'],
  );
});

const pools = (name: string) => ({ ...serverFacts, workPools: [name] });

const written: readonly [string, string, string, string][] = [
  ['a quote is escaped in a text', "workPoolName: '‸'", "o'brien", String.raw`workPoolName: 'o\'brien'`],
  ['a quote is escaped where the text brings its own', 'workPoolName: ‸', "o'brien", String.raw`workPoolName: 'o\'brien'`],
  ['other quotes stay as they are', 'workPoolName: "‸"', "o'brien", `workPoolName: "o'brien"`],
  ['a backslash is one', "workPoolName: '‸'", String.raw`a\b`, String.raw`workPoolName: 'a\\b'`],
  ['a template takes no expression', 'workPoolName: `‸`', `\${a}`, `workPoolName: \`\\\${a}\``],
  ['a tag brings the list that it stands in', 'tags: ‸', 'prod', "tags: ['prod']"],
  ['a tag between quotes gets no others', "tags: ['x', '‸']", 'prod', "tags: ['x', 'prod']"],
];

for (const [what, options, label, expected] of written) {
  test(`when a choice is taken, ${what}`, () => {
    const view = viewAt(deploys(options), pools(label));
    const item = completion(view, view.offset).find((one) => one.label === label);
    assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, `no ${label}`);
    assert.ok(applyTextEdits(view.text, [item.textEdit]).includes(expected), item.textEdit.newText);
  });
}

test('a member whose name is no identifier is quoted, and a value with a quote escaped', () => {
  assert.match(taken(deploys('parameters: { options: { ‸ } }'), 'max-rows'), /options: \{ 'max-rows': \$1 \}/);
  assert.match(taken(deploys('parameters: { region: ‸ }'), String.raw`'o\'x'`), /region: 'o\\'x' \}/);
});

test('the brace of a template is closed where it is not', () =>
  assert.match(taken(named.replace('{day}', '{d‸'), 'nodes'), /flowRunName: 'etl-\{nodes\}'/));

const commas: readonly [string, string, string, string][] = [
  ['before a member of the same line', 'work‸ paused: true', 'workPoolName', "workPoolName: '$1', paused: true"],
  ['before a member of the next line', 'work‸\n  paused: true', 'workPoolName', "workPoolName: '$1',\n  paused: true"],
  ['before what is spread', 'work‸\n  ...more', 'workPoolName', "workPoolName: '$1',\n  ...more"],
  ['before no comma', 'work‸, paused: true', 'workPoolName', "workPoolName: '$1', paused: true"],
  ['before no comment', 'work‸ // which pool?\n', 'workPoolName', "workPoolName: '$1' // which pool?"],
  ['behind the member of the line before', 'paused: true\n  work‸', 'workPoolName', "paused: true,\n  workPoolName: '$1' });"],
  ['behind it and its comment', 'paused: true // yes, now\n  work‸', 'workPoolName', "paused: true, // yes, now\n  workPoolName: '$1' });"],
  ['behind a comma no second one', 'paused: true, // yes\n  work‸', 'workPoolName', "paused: true, // yes\n  workPoolName: '$1' });"],
  ['among parameters', "parameters: { region: 'eu'\n  op‸ }", 'options', "{ region: 'eu',\n  options: { $1 } }"],
  [
    'before the next statement of an object that is not closed none',
    'parameters: { op‸\n\nexport const next = 1;',
    'options',
    '{ options: { $1 }\n\nexport',
  ],
  ['before a colon nothing', 'parameters: { op‸: 1 }', 'options', '{ options: 1 }'],
  ['before a colon nothing but the quotes of a name', "parameters: { options: { 'max‸': 1 } }", 'max-rows', "{ 'max-rows': 1 }"],
];

for (const [where, options, label, expected] of commas) {
  test(`a member is written with the commas that are missing: ${where}`, () => {
    const view = viewAt(deploys(options));
    const item = completion(view, view.offset).find((one) => one.label === label);
    assert.ok(item?.textEdit !== undefined && 'range' in item.textEdit, `no ${label}`);
    const text = applyTextEdits(view.text, [item.textEdit, ...(item.additionalTextEdits ?? [])]);
    assert.ok(text.includes(expected), text);
  });
}

const halfTyped: readonly [string, string][] = [
  ['at the end of a file', 'await etl.deploy({ ‸'],
  ['with a word at the end of a file', "await etl.deploy({ name: 'a',\n  work‸"],
  ['on a line of its own at the end of a file', 'await etl.deploy({\n  ‸\n'],
  ['before the bracket of the call', 'await etl.deploy({ ‸)\n'],
  ['before another statement', 'await etl.deploy({\n  ‸\nexport const next = 1;\n'],
];

for (const [where, call] of halfTyped) {
  test(`options are offered in an object that is not closed yet, ${where}`, () => {
    const declared = deploys('‸').split('\n').slice(0, 3).join('\n');
    assert.ok(labels(`${declared}\n${call}`).includes('workPoolName'));
  });
}

test('no options are offered behind an object', () => assert.deepEqual(labels(deploys('tags: [] }‸')), []));

test('a name in quotes is found by what is typed, quotes and all', () => {
  const view = viewAt(deploys("parameters: { options: { 'max‸': 1 } }"));
  assert.deepEqual(
    completion(view, view.offset).map(({ filterText }) => filterText),
    ["'dryRun", "'max-rows", "'steps"],
  );
});
