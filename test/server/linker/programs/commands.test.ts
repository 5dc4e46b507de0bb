import { reportsAsMarked } from '../../../support/applications.ts';

const flows = `import { flow, task } from 'millrace';
export const count = task({ name: 'count' }, async ({ path }: { path: string }) => path.length);
export const backup = flow({ name: 'backup' }, async ({ path }: { path: string }) => count({ path }));
export const restore = flow({ name: 'restore' }, async () => 1);
export default { backup, restore };
`;

/** Commands, scripts and tests as teams write them. */
reportsAsMarked({
  'a command line with commander': {
    'src/flows.ts': flows,
    'src/cli.ts': `#!/usr/bin/env node
import { Command, Option } from 'commander';
import { backup, restore, count } from './flows.js';
import all from './flows.js';

const program = new Command().name('backups').version('1.0.0');
const commands = { backup, restore };

program
  .command('backup <path>')
  .addOption(new Option('--wait'))
  .action(async (path: string, options: { wait?: boolean }) => {
    if (options.wait) await backup({ path });
    else backup({ path }); // ! no-floating-run
    all.backup.submit({ path }); // ! flow-no-submit
  });
program.command('restore').action(() => restore.submit()); // ! flow-no-submit
program.command('count <path>').action((path) => count({ path }));
for (const [name, run] of Object.entries(commands)) {
  program.command(name).action(() => run({ path: name }));
  program.command(\`submit-\${name}\`).action(() => run.submit({ path: name })); // ! flow-no-submit
}
await program.parseAsync();
await count({ path: 'x' }); // ! task-called-outside-flow
`,
    'src/yargs.ts': `import yargs, { type CommandModule } from 'yargs';
import { hideBin } from 'yargs/helpers';
import * as flows from './flows';

const backup: CommandModule<{}, { path: string }> = {
  command: 'backup <path>',
  builder: (y) => y.positional('path', { type: 'string', demandOption: true }),
  handler: async ({ path }) => {
    flows.backup.submit({ path }); // ! flow-no-submit
    flows.default.restore.submit(); // ! flow-no-submit
    await flows.backup({ path });
  },
};
yargs(hideBin(process.argv)).command(backup).command('restore', 'Restore', {}, async () => { flows.restore(); }).parse(); // ! no-floating-run
`,
    'src/main.ts': `import { parseArgs } from 'node:util';
import flows, { count } from './flows';

type Name = keyof typeof flows;
const { values, positionals: [name = 'backup'] } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
const isName = (value: string): value is Name => value in flows;

async function main(argv: readonly string[]): Promise<void> {
  if (!isName(name)) throw new Error(argv[0]);
  const chosen = flows[name];
  chosen.submit({ path: '.' }); // ! flow-no-submit
  flows[name as Name](); // ! no-floating-run
  if (values.all) for (const f of Object.values(flows)) await f({ path: '.' });
  const { [name]: again } = flows;
  again.submit({ path: '.' }); // ! flow-no-submit
}
main(process.argv).catch((error) => { console.error(error); process.exitCode = 1; });
const early = count.submit({ path: '.' }); // ! task-called-outside-flow
console.log(\`\${early}\`); // ! future-not-resolved
`,
  },
  'tests with vitest, jest and node:test': {
    'src/flows.ts': flows,
    'src/flows.test.ts': `import { beforeAll, describe, expect, it, test, vi } from 'vitest';
import * as flows from './flows';
import { backup, count } from './flows';

vi.mock('./flows', async (original) => ({ ...(await original<typeof import('./flows')>()) }));

describe('backup', () => {
  let loaded: typeof import('./flows');
  beforeAll(async () => { loaded = await import('./flows'); });

  it('runs', async () => {
    await expect(backup({ path: 'x' })).resolves.toBe(1);
    expect(await count({ path: 'x' })).toBe(1);
    expect(() => backup.submit({ path: 'x' })).toThrow('submit'); // ! flow-no-submit
    loaded.backup.submit({ path: 'x' }); // ! flow-no-submit
    backup({ path: 'x' }); // ! no-floating-run
  });
  it.each([['backup', backup], ['other', flows.backup]] as const)('%s', async (_name, f) => {
    f.submit({ path: 'x' }); // ? flow-no-submit
    await f({ path: 'x' });
  });
  test.each([{ f: backup }])('$f', ({ f }) => f({ path: 'x' }));
  it('spies', async () => {
    const spy = vi.spyOn(flows, 'backup');
    await flows.backup({ path: 'y' });
    expect(spy).toHaveBeenCalledWith({ path: 'y' });
    const fake = { submit: vi.fn(), map: vi.fn() };
    fake.submit();
    fake.map([]);
    const mocked = vi.mocked(flows.backup);
    mocked.mockResolvedValue(1);
  });
});
`,
    'test/flows.node.test.ts': `import assert from 'node:assert/strict';
import { after, before, describe, it, mock, test } from 'node:test';
import { backup, count, restore } from '../src/flows.ts';

const cases = [{ title: 'a', flow: backup }, { title: 'b', flow: restore }];
for (const { title, flow } of cases) {
  test(title, async () => {
    flow.submit({ path: title }); // ! flow-no-submit
    await assert.rejects(flow({ path: title }), /x/);
  });
}
describe('tasks', () => {
  before(() => count({ path: 'x' }));
  it('counts', async (t) => {
    const future = count.submit({ path: 'x' });
    assert.equal(await future.result(), 1);
    assert.equal(await future, 1); // ! no-await-submit
    assert.ok(future.state());
    await t.test('inner', async () => { count({ path: 'y' }); }); // ! no-floating-run
  });
  it('waits', async () => {
    const futures = count.map({ path: ['a', 'b'] });
    assert.deepEqual(await futures.result(), [1, 1]);
    await Promise.all(futures); // ! no-await-submit
    await futures; // ! no-await-submit
  });
  after(() => { mock.reset(); restore(); }); // ! no-floating-run
});
`,
    'test/flows.jest.test.js': `const { backup, count } = require('../src/flows');
jest.mock('../src/mailer', () => ({ submit: jest.fn(), map: jest.fn() }));
const mailer = require('../src/mailer');
const actual = jest.requireActual('../src/flows');

test('backup', async () => {
  mailer.submit();
  backup.submit({ path: 'x' }); // ! flow-no-submit
  expect(await backup({ path: 'x' })).toBe(1);
  const { flow } = actual;
  flow?.submit?.();
});
`,
  },
  'scripts with namespaces and declarations': {
    'src/jobs.ts': `import { flow, task, type Flow } from 'millrace';

export namespace Jobs {
  export const sync = flow({ name: 'sync' }, async () => 1);
  export namespace Nightly {
    export const clean = flow({ name: 'clean' }, async () => 2);
    clean.submit(); // ! flow-no-submit
  }
  export function all() { return [sync, Nightly.clean]; }
  sync(); // ! no-floating-run
}
export import Nightly = Jobs.Nightly;
import Sync = Jobs.sync;

declare global {
  interface Window { sync: typeof Jobs.sync; }
  var nightly: Flow<{}, number>;
}

Jobs.sync.submit(); // ! flow-no-submit
Nightly.clean.submit(); // ! flow-no-submit
Sync.submit(); // ! flow-no-submit
for (const f of Jobs.all()) f.submit(); // ! flow-no-submit
globalThis.nightly.submit(); // ? flow-no-submit
window.sync.submit(); // ? flow-no-submit
`,
    'src/late.ts': `import type { Jobs } from './jobs';
import type * as All from './jobs';

type Clean = typeof import('./jobs').Jobs.Nightly.clean;
type Named = { [K in keyof typeof Jobs.Nightly]: (typeof Jobs.Nightly)[K] };

export async function late(clean: Clean, named: Named, all: typeof All) {
  clean.submit(); // ! flow-no-submit
  named.clean.submit(); // ! flow-no-submit
  all.Jobs.sync.submit(); // ! flow-no-submit
  const { Jobs: jobs } = await import('./jobs');
  jobs.Nightly.clean.submit(); // ! flow-no-submit
  (await import('./jobs')).Jobs.sync(); // ! no-floating-run
  await import('./jobs').then(({ Jobs: { sync } }) => sync.submit()); // ! flow-no-submit
  const [{ Jobs: third }] = await Promise.all([import('./jobs')]);
  third.sync.submit(); // ! flow-no-submit
}
`,
  },
});
