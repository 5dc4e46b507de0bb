import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { httpTransport } from '../../runtime/api/http.ts';
import { prefectVersions } from '../../tools/prefect/install.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { createCli } from '../support/cli.ts';

/**
 * Every command of ours that asks a server, on real ones: it does what it says, or says which release does. In order, as
 * one makes what the next looks at; RUN is the id of the run that was made last.
 */
interface Line {
  command: string;
  /** What it answers, on both unless `old` says otherwise. */
  says: RegExp;
  /** What it answers on 2.13.7. */
  old?: RegExp;
}

const newer = (what: string): RegExp =>
  new RegExp(`This server is Prefect 2\\.13\\.7, which does not have ${what}: that needs \\S+ or newer\\.`);

const lines: readonly Line[] = [
  { command: 'version', says: /Server +http:\/\/127\.0\.0\.1:\d+\/api \(PREFECT_API_URL\)/ },
  { command: 'work-pool create etl --type process --concurrency-limit 4', says: /Created work pool "etl"/ },
  { command: 'work-pool create etl --type process --overwrite --description nightly', says: /Updated work pool "etl"/ },
  { command: 'work-pool ls', says: /etl +process/ },
  { command: 'work-pool inspect etl', says: /nightly/ },
  { command: 'work-pool pause etl', says: /is paused/ },
  { command: 'work-pool resume etl', says: /is not paused/ },
  { command: 'work-pool set-concurrency-limit etl 3', says: /3 at once/ },
  { command: 'work-pool clear-concurrency-limit etl', says: /has no limit/ },
  { command: 'work-queue create urgent --pool etl --priority 1', says: /Created work queue/ },
  { command: 'work-queue ls --pool etl', says: /urgent/ },
  { command: 'work-queue inspect urgent --pool etl', says: /urgent/ },
  { command: 'work-queue pause urgent --pool etl', says: /is paused/ },
  { command: 'work-queue resume urgent --pool etl', says: /is not paused/ },
  { command: 'work-queue set-concurrency-limit urgent 2 --pool etl', says: /2 at once/ },
  { command: 'work-queue clear-concurrency-limit urgent --pool etl', says: /has no limit/ },
  { command: 'setup setup.yaml', says: /Created work pool reports/ },
  { command: 'setup setup.yaml --dry-run', says: /Unchanged: work pool reports/ },
  { command: 'worker ls --pool etl', says: /NAME|no worker/i },
  { command: 'concurrency-limit create database 2', says: /database/ },
  { command: 'concurrency-limit ls', says: /database/ },
  { command: 'concurrency-limit inspect database', says: /database/ },
  { command: 'concurrency-limit reset database', says: /database/ },
  { command: 'concurrency-limit delete database --yes', says: /database/ },
  { command: 'global-concurrency-limit create api --limit 5', says: /api/ },
  { command: 'global-concurrency-limit ls', says: /api/ },
  { command: 'global-concurrency-limit inspect api', says: /api/ },
  { command: 'global-concurrency-limit update api --limit 6', says: /api/ },
  { command: 'global-concurrency-limit disable api', says: /api/ },
  { command: 'global-concurrency-limit enable api', says: /api/ },
  { command: 'global-concurrency-limit delete api --yes', says: /api/ },
  { command: 'deploy flows.ts:etl --name daily --pool etl --cron 0_6_*_*_* --tag nightly', says: /Created deployment etl\/daily/ },
  { command: 'deploy flows.ts:etl --name daily --pool etl --dry-run', says: /Would update etl\/daily/ },
  {
    command: 'deploy flows.ts:etl --name twice --pool etl --interval 1h --interval 2h',
    says: /Created/,
    old: newer('several schedules of a deployment'),
  },
  {
    command: 'deploy flows.ts:etl --name limited --pool etl --concurrency-limit 1',
    says: /Created/,
    old: newer('a concurrency limit of a deployment'),
  },
  { command: 'deployment ls', says: /etl\/daily/ },
  { command: 'deployment inspect etl/daily', says: /0 6 \* \* \*/ },
  { command: 'deployment pause etl/daily', says: /paused|no runs/i },
  { command: 'deployment resume etl/daily', says: /resumed|runs again|not paused/i },
  { command: 'flow ls', says: /etl/ },
  { command: 'deployment run etl/daily --param day=monday', says: /Created flow run/ },
  {
    command: 'deployment run etl/daily --job-variable stream_output=false',
    says: /Created flow run/,
    old: newer('job variables of a single run'),
  },
  { command: 'flow-run ls', says: /Scheduled/ },
  { command: 'flow-run inspect RUN', says: /monday|Scheduled/ },
  { command: 'flow-run logs RUN', says: /^/ },
  { command: 'flow-run cancel RUN', says: /Cancel/ },
  { command: 'flow-run watch RUN', says: /Cancelled/ },
  { command: 'flow-run retry RUN', says: /./ },
  { command: 'flow-run delete RUN --yes', says: /Deleted flow run/ },
  { command: 'doctor', says: /work pool etl/ },
  { command: 'deployment delete etl/daily --yes', says: /Deleted deployment/ },
  { command: 'work-queue delete urgent --pool etl --yes', says: /Deleted work queue/ },
  { command: 'work-pool delete reports --yes', says: /Deleted work pool/ },
];

for (const version of prefectVersions) {
  await describe(`every command on ${version}`, { concurrency: false }, async () => {
    const server = await servePrefect(version, { services: false });
    const cli = await createCli({ server: httpTransport({ url: server.url, retries: 1 }) });
    after(async () => {
      await cli.client.close();
      await cli.close();
      await server.stop();
    });
    Object.assign(cli.env, { PREFECT_API_URL: server.url });
    const sdk = join(import.meta.dirname, '../../runtime/sdk/index.ts');
    mkdirSync(join(cli.folder, 'node_modules'));
    writeFileSync(join(cli.folder, 'setup.yaml'), 'work_pools:\n  - name: reports\n    concurrency_limit: 2\n');
    const source = `export const etl = flow({ name: 'etl' }, async ({ day = 'x' }: { day?: string }) => day);`;
    writeFileSync(join(cli.folder, 'flows.ts'), `import { flow } from '${sdk}';\n${source}\n`);
    for (const { command, says, old } of lines) {
      test(`${version}: millrace ${command}`, async () => {
        const [run] = command.includes('RUN') ? await cli.client.flowRuns.filter({ sort: 'EXPECTED_START_TIME_DESC', limit: 1 }) : [];
        // A word with spaces is written with underscores here.
        const words = command
          .split(' ')
          .map((word) => (word === 'RUN' ? (run?.id ?? '') : /^\d_/.test(word) ? word.replaceAll('_', ' ') : word));
        const { out, err, exit } = await cli.run(words);
        const expected = version === '2.13.7' ? (old ?? says) : says;
        assert.match(`${out}\n${err}`, expected);
        const mayFail = expected === old;
        if (!/^(doctor|flow-run (watch|retry))/.test(command)) assert.equal(exit === 0, !mayFail, err);
      });
    }
  });
}
