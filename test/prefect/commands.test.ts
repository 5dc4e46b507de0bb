import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { RunningServer } from '../../runtime/api-server/server.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import type { PrefectVersion } from '../../tools/prefect/install.ts';
import { prefectFolder, prefectVersions } from '../../tools/prefect/install.ts';
import { prefectEnvironment } from '../../tools/prefect/serve.ts';
import { commands as commandsOf2 } from './commands/2.13.7.ts';
import { commands as commandsOf3 } from './commands/3.9.1.ts';
import type { Command, Session } from './commands/session.ts';
import { startSession, wordsOf } from './commands/session.ts';

/** Every command of Prefect's own command lines that speaks to a server, unmodified, on the embedded server. */
const tables: Readonly<Record<PrefectVersion, Readonly<Record<string, readonly Command[]>>>> = {
  '3.9.1': commandsOf3,
  '2.13.7': commandsOf2,
};

for (const version of prefectVersions) {
  await describe(`the command line of ${version}`, { concurrency: false }, () => declareCommands(version));
}

function declareCommands(version: PrefectVersion): void {
  const home = mkdtempSync(join(tmpdir(), 'millrace-commands-'));
  const faults: string[] = [];
  const kept = new Map<string, string>();
  const begun: { server: RunningServer; session: Session }[] = [];
  before(async () => {
    const project = join(home, 'project');
    cpSync(join(import.meta.dirname, 'python'), project, { recursive: true });
    mkdirSync(join(home, '.prefect'), { recursive: true });
    const server = await startServer({ home: join(home, 'server'), port: 0, report: (fault) => faults.push(fault) });
    begun.push({ server, session: startSession(version, environment(version, home, server), project) });
  });
  after(async () => {
    for (const { server, session } of begun) {
      await session.stop();
      await server.close();
    }
    rmSync(home, { recursive: true, force: true });
  });
  for (const [group, commands] of Object.entries(tables[version])) {
    test(`${version}: ${group}`, async () => {
      for (const { session } of begun) assert.deepEqual(await wrongOf(commands, session, kept), []);
    });
  }
  test(`${version}: nothing went wrong inside the server`, () => assert.deepEqual([begun.length, faults], [1, []]));
}

/** The token is what 3.x calls the auth string, and what 2.x has as the key of an API. */
function environment(version: PrefectVersion, home: string, server: RunningServer): NodeJS.ProcessEnv {
  return {
    ...prefectEnvironment(home),
    PATH: `${join(prefectFolder, version, 'bin')}:${process.env['PATH'] ?? ''}`,
    PREFECT_API_URL: server.url,
    [version === '2.13.7' ? 'PREFECT_API_KEY' : 'PREFECT_API_AUTH_STRING']: server.token,
    PREFECT_CLI_PROMPT: 'false',
    PYTHONPATH: join(home, 'project'),
    NO_COLOR: '1',
    COLUMNS: '300',
  };
}

/** Runs commands in order; what is wrong with those that did not do what the table says. */
async function wrongOf(commands: readonly Command[], session: Session, kept: Map<string, string>): Promise<string[]> {
  const wrong: string[] = [];
  for (const command of commands) {
    const words = wordsOf(command, kept);
    const { code, output } = await session.run(words);
    const found = command.says.exec(output);
    if (code !== (command.code ?? 0) || found === null) wrong.push(`prefect ${words.join(' ')}: ${code} ${command.says}\n${output}`);
    if (command.keep !== undefined) kept.set(command.keep, found?.slice(1).find((part) => part !== undefined) ?? '');
  }
  return wrong;
}
