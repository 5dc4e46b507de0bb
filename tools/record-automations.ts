import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { overHttp } from '../test/contract/ask.ts';
import { automationCases } from '../test/contract/automations/cases.ts';
import { playAutomation, recordedAutomations } from '../test/contract/automations/play.ts';
import { installPrefect } from './prefect/install.ts';
import { servePrefect } from './prefect/serve.ts';

/** Records what the automations of a real 3.9.1 do, into test/fixtures/automations: all, in five minutes, or those that are named. */
const version = '3.9.1';
const folder = join(import.meta.dirname, '../test/fixtures/automations');
await mkdir(folder, { recursive: true });
await installPrefect(version);
const server = await servePrefect(version);
try {
  const ask = overHttp(server.url);
  // What is sent within less is seen in any order.
  const settle = (): Promise<void> => sleep(1500);
  const stage = { ask, now: Date.now, wait: (seconds: number) => sleep(seconds * 1000), settle };
  const asked = process.argv.slice(2);
  const cases = automationCases.filter(({ name }) => asked.length === 0 || asked.includes(name));
  const outcomes = new Map(asked.length === 0 ? [] : Object.entries(recordedAutomations()));
  // A few at a time: the server's SQLite takes no more.
  for (let at = 0; at < cases.length; at += 8) {
    await Promise.all(cases.slice(at, at + 8).map(async (each) => outcomes.set(each.name, await playAutomation(each, stage))));
  }
  const rows = automationCases.map(({ name }) => `  ${JSON.stringify(name)}: ${JSON.stringify(outcomes.get(name))}`);
  await writeFile(join(folder, `${version}.json`), `{\n${rows.join(',\n')}\n}\n`);
  process.stdout.write(`${version}: ${cases.length} automations\n`);
} finally {
  await server.stop();
}
