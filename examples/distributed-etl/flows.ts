import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flow, getRunLogger, runDeployment, task, waitForFlowRuns } from 'millrace';

/** One flight of the data set: minutes of delay, and miles. */
interface Flight {
  delay: number;
  distance: number;
  origin: string;
}

/** What is known of the flights from one airport. */
export interface Airport {
  flights: number;
  delay: number;
  distance: number;
}

/** Real flights of the United States, out of the npm package vega-datasets. */
export const source = join(dirname(fileURLToPath(import.meta.resolve('vega-datasets'))), '../data/flights-20k.json');

/** Splits the data into files: runs are given references, not data. */
const extract = task(
  { name: 'extract', retries: 2, retryDelaySeconds: 1 },
  async ({ folder, chunks }: { folder: string; chunks: number }) => {
    const flights: Flight[] = JSON.parse(readFileSync(source, 'utf8'));
    mkdirSync(folder, { recursive: true });
    const size = Math.ceil(flights.length / chunks);
    return Array.from({ length: chunks }, (_, index) => {
      const file = join(folder, `chunk-${index}.json`);
      writeFileSync(file, JSON.stringify(flights.slice(index * size, (index + 1) * size)));
      return file;
    });
  },
);

const aggregate = task({ name: 'aggregate', retries: 2, retryDelaySeconds: 1, tags: ['cpu'] }, async ({ file }: { file: string }) => {
  const flights: Flight[] = JSON.parse(readFileSync(file, 'utf8'));
  const airports: Record<string, Airport> = {};
  for (const { origin, delay, distance } of flights) {
    const airport = (airports[origin] ??= { flights: 0, delay: 0, distance: 0 });
    airport.flights += 1;
    airport.delay += delay;
    airport.distance += distance;
  }
  return airports;
});

/** Works on one chunk: the flow that is deployed, and started once per chunk on any worker. */
export const processChunk = flow({ name: 'process-chunk' }, async ({ file, output }: { file: string; output: string }) => {
  const airports = await aggregate({ file });
  writeFileSync(output, JSON.stringify(airports));
  getRunLogger().info(`${Object.keys(airports).length} airports`);
});

const load = task({ name: 'load' }, async ({ files, summary }: { files: string[]; summary: string }) => {
  const total: Record<string, Airport> = {};
  for (const file of files) {
    const airports: Record<string, Airport> = JSON.parse(readFileSync(file, 'utf8'));
    for (const [origin, part] of Object.entries(airports)) {
      const airport = (total[origin] ??= { flights: 0, delay: 0, distance: 0 });
      airport.flights += part.flights;
      airport.delay += part.delay;
      airport.distance += part.distance;
    }
  }
  writeFileSync(summary, JSON.stringify(total, null, 2));
  return Object.keys(total).length;
});

/** The orchestrator: extracts, starts a deployed run per chunk, waits for all of them, loads. */
export const distributedEtl = flow({ name: 'distributed-etl' }, async ({ folder, chunks = 6 }: { folder: string; chunks?: number }) => {
  const files = await extract({ folder, chunks });
  const outputs = files.map((file) => file.replace('.json', '-result.json'));
  const runs = [];
  for (const [index, file] of files.entries()) {
    const parameters = { file, output: outputs[index] };
    runs.push(await runDeployment('process-chunk/process-chunk', { parameters, flowRunName: basename(file, '.json'), timeout: 0 }));
  }
  // Final is not successful: this throws when a run did not complete.
  await waitForFlowRuns(runs, { timeout: 300, onChange: (run) => getRunLogger().info(`${run.name}: ${run.stateName}`) });
  return load({ files: outputs, summary: join(folder, 'summary.json') });
});
