import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { overHttp } from '../test/contract/ask.ts';
import { scenarios } from '../test/contract/scenarios/index.ts';
import type { Recorded } from '../test/contract/scenarios/scenario.ts';
import { play, takesPart } from '../test/contract/scenarios/scenario.ts';
import type { PrefectVersion } from './prefect/install.ts';
import { installPrefect, prefectVersions } from './prefect/install.ts';
import { servePrefect } from './prefect/serve.ts';

/** Records what the real servers answer in each scenario, into test/fixtures/scenarios. Takes a minute. */
const folder = join(import.meta.dirname, '../test/fixtures/scenarios');
await mkdir(folder, { recursive: true });
for (const version of prefectVersions) {
  await installPrefect(version);
  const server = await servePrefect(version, { services: false });
  try {
    const rows = new Map<string, Recorded[]>();
    for (const scenario of scenarios) if (takesPart(version, scenario)) rows.set(scenario.name, await play(scenario, overHttp(server.url)));
    await writeFile(join(folder, `${version}.json`), fileText(version, rows));
    process.stdout.write(`${version}: ${rows.size} scenarios\n`);
  } finally {
    await server.stop();
  }
}

/** One answer a line, so that a later recording can be compared with this one. */
function fileText(version: PrefectVersion, rows: ReadonlyMap<string, readonly Recorded[]>): string {
  const about = `What a real Prefect ${version} server answers in the scenarios of test/contract/scenarios: facts, recorded by tools/record-scenarios.ts.`;
  const one = ([name, answers]: [string, readonly Recorded[]]): string =>
    `  ${JSON.stringify(name)}: [\n${answers.map((answer) => `    ${JSON.stringify(answer)}`).join(',\n')}\n  ]`;
  return `{\n  "about": ${JSON.stringify(about)},\n${[...rows].map(one).join(',\n')}\n}\n`;
}
