import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { overHttp } from '../test/contract/ask.ts';
import type { TransitionRow } from '../test/contract/transitions.ts';
import { probeFlowRuns, probeTaskRuns } from '../test/contract/transitions.ts';
import { installPrefect, prefectVersions } from './prefect/install.ts';
import { servePrefect } from './prefect/serve.ts';

/**
 * Records what the real servers answer to each proposed state of flow runs and task runs, into
 * test/fixtures/transitions: facts that the tests of our policies compare themselves with. Takes some minutes.
 */
const folder = join(import.meta.dirname, '../test/fixtures/transitions');
await mkdir(folder, { recursive: true });
for (const version of prefectVersions) {
  await installPrefect(version);
  const server = await servePrefect(version);
  try {
    const ask = overHttp(server.url);
    const flowRuns = await probeFlowRuns(ask);
    const taskRuns = await probeTaskRuns(ask, { flowless: version === '3.9.1' });
    await writeFile(join(folder, `${version}.json`), fileText(version, flowRuns, taskRuns));
    process.stdout.write(`${version}: ${flowRuns.length} answers for flow runs, ${taskRuns.length} for task runs\n`);
  } finally {
    await server.stop();
  }
}

/** One row a line, so that a later recording can be compared with this one. */
function fileText(version: string, flowRuns: TransitionRow[], taskRuns: TransitionRow[]): string {
  const head = {
    about: `What a real Prefect ${version} server answers when a state is proposed: facts, recorded over REST by tools/record-transitions.ts.`,
    columns: ['setup', 'from', 'proposed', 'http', 'status', 'state', 'reason'],
  };
  const lines = (rows: TransitionRow[]): string => rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const text = JSON.stringify(head, null, 2).slice(0, -2);
  return `${text},\n  "flowRuns": [\n${lines(flowRuns)}\n  ],\n  "taskRuns": [\n${lines(taskRuns)}\n  ]\n}\n`;
}
