import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../server/features/hover.ts';
import { coveredBy, viewAt } from '../../support/check-feature.ts';
import { sample, serverFacts } from '../../support/sample.ts';

const now = new Date('2026-03-01T00:00:00Z');
const at = (before: string, after: string): string => sample().replace(before, after);

const inClass = (member: string): string =>
  `import { flow } from 'millrace';\nexport class Flows { ${member}({ name: 'etl' }, async ({ day }: { day: string }) => day); }`;

const cases: readonly [string, string, string, readonly RegExp[]][] = [
  [
    'a deployment by name',
    sample(`await runDeployment('etl/n‸ightly')`),
    'etl/nightly',
    [
      /^Deployment \*\*etl\/nightly\*\* · pool default · At 06:00, Monday through Friday \(Europe\/Berlin\)\n\nLast run: Failed, Sun 1 Mar 06:00 UTC\n/,
      /flow etl\(nodes\?: string\[\]/,
    ],
  ],
  [
    'a deployment of the server',
    sample(`await runDeployment('other/else‸where')`),
    'other/elsewhere',
    [/known to the connected server only/],
  ],
  [
    'what withOptions makes, with what it has of the other',
    at(
      'await etl.deploy(',
      "const other = flow({ name: 'other', description: 'Loads.', retries: 2, timeoutSeconds: 60 }, async () => 1);\nconst ag‸ain = other.withOptions({ name: 'again', retries: 0 }).withOptions({ retries: 3 });\nawait etl.deploy(",
    ),
    'again',
    [/\n\nLoads\.\n\n/, /\n\nTries again 3 times · stops after 1 min$/],
  ],
  [
    'a parameter that a call gives',
    at("load({ node: 'x' })", "load({ no‸de: 'x' })"),
    'node',
    [/\(parameter\) node: string\n/, /Parameter of task \*\*load\*\*$/],
  ],
  [
    'a cron',
    at('0 6', '0‸ 6'),
    '0 6 * * 1-5',
    [
      /\*\*At 06:00, Monday through Friday\*\* \(Europe\/Berlin\)/,
      /Next \(Europe\/Berlin\):\n- Mon 2 Mar 06:00\n(- .*\n){3}- Fri 6 Mar 06:00$/,
    ],
  ],
  [
    'a cron in a time zone that is half typed',
    at("0 6 * * 1-5',\n  timezone: 'Europe/Berlin'", "0‸ 6 * * 1-5',\n  timezone: 'Europe/'"),
    '0 6 * * 1-5',
    [/^\*\*At 06:00, Monday through Friday\*\*$/],
  ],
  [
    'an interval that counts from a date, in a time zone that is half typed',
    at("cron: '0 6 * * 1-5',\n  timezone: 'Europe/Berlin'", "interval: 36‸00, anchorDate: '2026-01-01T00:30:00Z', timezone: 'Europe/'"),
    '3600',
    [/^\*\*Every 1 h\*\*\n\nNext \(UTC\):\n- Sun 1 Mar 00:30\n(- .*\n?){4}$/],
  ],
  [
    'a recurrence rule',
    at("cron: '0 6 * * 1-5'", "rrule: 'FREQ=WEE‸KLY;BYDAY=FR;BYHOUR=7'"),
    'FREQ=WEEKLY;BYDAY=FR;BYHOUR=7',
    [/^\*\*Recurrence rule\*\* \(Europe\/Berlin\)\n\nNext \(Europe\/Berlin\):\n- Fri 6 Mar 07:00\n(- Fri .* 07:00\n?){4}$/],
  ],
  [
    'a recurrence rule that is over',
    at("cron: '0 6 * * 1-5'", "rrule: 'FREQ=DAI‸LY;UNTIL=20210101'"),
    'FREQ=DAILY;UNTIL=20210101',
    [/It fires no more\.$/],
  ],
  ['an interval', at("cron: '0 6 * * 1-5'", 'interval: 36‸00'), '3600', [/^\*\*Every 1 h\*\*\n\nCounted from when it is deployed/]],
  [
    'an interval that counts from a date',
    at("cron: '0 6 * * 1-5'", "interval: 36‸00, anchorDate: '2026-01-01T00:30:00Z'"),
    '3600',
    [/^\*\*Every 1 h\*\*\n\nNext \(Europe\/Berlin\):\n- Sun 1 Mar 01:30\n(- .*\n?){4}$/],
  ],
  [
    'a parameter of a deployment',
    at("mode: 'full' }", "mo‸de: 'full' }"),
    'mode',
    [/\(parameter\) mode: 'full' \| 'delta'/, /Parameter of flow \*\*etl\*\*/],
  ],
  [
    'a parameter of a run',
    sample(`await runDeployment('etl/nightly', { parameters: { no‸des: [] } })`),
    'nodes',
    [/\(parameter\) nodes\?: string\[\]/],
  ],
  [
    'a parameter in a template',
    at("name: 'load', retries", "name: 'load', taskRunName: 'load-{no‸de}', retries"),
    'node',
    [/\(parameter\) node: string/],
  ],
  ['an option of one schedule', at("cron: '0 6 * * 1-5'", "schedules: [{ cr‸on: '0 6 * * *' }]"), 'cron', [/option of `schedule`/]],
  ['a time zone', at('Berlin', 'Ber‸lin'), 'Europe/Berlin', [/is UTC\+01:00 now: Sun 1 Mar 01:00/]],
  ['a work pool', at("'default'", "'def‸ault'"), 'default', [/known to the connected server/]],
  ['an option', at('retries', 'ret‸ries'), 'retries', [/option of `task`/, /tried again/]],
  [
    'a flow where it is called',
    sample(`await et‸l({ mode: 'full' })`),
    'etl',
    [/Loads every node\./, /Stops after 1 min 30 s/, /Deployments:\n- \*\*etl\/nightly\*\*/],
  ],
  ['a task that is submitted', at('load.map', 'lo‸ad.map'), 'load', [/task load\(node: string\)/, /Tries again 3 times/]],
  ['the variable of a flow', at('const etl', 'const et‸l'), 'etl', [/flow etl/]],
  ['a flow that a class holds', inClass('static et‸l = flow'), 'etl', [/flow etl\(day: string\)/]],
  ['a flow that an instance holds', inClass('et‸l = flow'), 'etl', [/flow etl/]],
  ['a flow that an instance holds for itself', inClass('#et‸l = flow'), '#etl', [/flow etl/]],
  ['a flow that a constructor gives', inClass('constructor() { this.et‸l = this.made; } made = flow'), 'etl', [/flow etl/]],
  ['a flow that a getter gives', inClass('get et‸l() { return this.made; } made = flow'), 'etl', [/flow etl/]],
  ['a flow under another name', `${inClass('static etl = flow')}\nexport const all = { fir‸st: Flows.etl };`, 'first', [/flow etl/]],
  [
    'a deployment in a variable',
    sample(`const ni‸ghtly = etl.toDeployment({ name: 'daily' });`),
    'nightly',
    [/^Deployment \*\*etl\/daily\*\*/],
  ],
  [
    'a deployment that a class holds',
    sample(`class All { static ni‸ghtly = etl.toDeployment({ name: 'daily' }); }`),
    'nightly',
    [/etl\/daily/],
  ],
  [
    'a task by the text of its name',
    `import { task } from 'millrace';\nexport const all = [task({ name: 'lo‸ad' }, async () => 1)];`,
    "'load'",
    [/task load/],
  ],
  ['the name of a state', sample(`if (x === 'Comp‸leted') return;`), 'Completed', [/COMPLETED, final/]],
  ['the type of a state', sample(`if (x === 'CRASH‸ED') return;`), 'CRASHED', [/Its process went away/]],
];

for (const [name, source, covered, expected] of cases) {
  test(`explains ${name}`, async () => {
    const view = viewAt(source, serverFacts);
    const found = await hover(view, view.offset, now);
    assert.ok(found?.range !== undefined && typeof found.contents === 'object' && 'value' in found.contents, 'nothing is said');
    assert.equal(coveredBy(view.text, found.range), covered);
    for (const pattern of expected) assert.match(found.contents.value, pattern);
  });
}

const silent: readonly [string, string][] = [
  ['a word in another file', `const a = 'Compl‸eted';`],
  ['a cron that cannot be read', at('0 6 * * 1-5', '0 6‸ * *')],
  ['a recurrence rule that cannot be read', at("cron: '0 6 * * 1-5'", "rrule: 'FREQ=OFT‸EN'")],
  [
    'a recurrence rule in a time zone that is known when it runs',
    at("cron: '0 6 * * 1-5',\n  timezone: 'Europe/Berlin'", "rrule: 'FREQ=DAI‸LY',\n  timezone: process.env.TZ"),
  ],
  ['a text that names nothing', sample(`console.log('etl/‸nightly?')`)],
  ['a deployment that nobody knows', sample(`await runDeployment('no/n‸e')`)],
  ['a variable that holds neither a flow nor a deployment', sample('const co‸unt = 1;')],
  ['a member that holds neither', sample('const all = { co‸unt: 1 };')],
  ['empty space', sample('‸  ')],
];

for (const [name, source] of silent) {
  test(`says nothing about ${name}`, async () => {
    const view = viewAt(source, serverFacts);
    assert.equal(await hover(view, view.offset, now), undefined);
  });
}
