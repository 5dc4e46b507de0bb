/** The beginning of a flow of one kind. */
export interface Template {
  label: string;
  detail: string;
  /** The text of the file; `exported` is the name of the export, `name` the flow's. */
  text(exported: string, name: string): string;
}

/** What "New Flow from a Template" offers; every one runs as it is. */
export const templates: readonly Template[] = [
  {
    label: 'Sequential',
    detail: 'Tasks one after the other, with retries.',
    text: (exported, name) => `import { flow, getRunLogger, task } from 'millrace';

const extract = task({ name: 'extract', retries: 3, retryDelaySeconds: [1, 5, 30] }, async ({ source }: { source: string }) => {
  getRunLogger().info(\`Reading \${source}\`);
  return [1, 2, 3];
});

const transform = task({ name: 'transform' }, async ({ rows }: { rows: number[] }) => rows.map((row) => row * 10));

/** Reads rows and transforms them. */
export const ${exported} = flow({ name: '${name}' }, async ({ source = 'input.csv' }: { source?: string }) => {
  const rows = await extract({ source });
  return transform({ rows });
});
`,
  },
  {
    label: 'Parallel tasks',
    detail: 'One task mapped over many inputs, at most a few at once.',
    text: (exported, name) => `import { flow, task } from 'millrace';

const measure = task({ name: 'measure', retries: 2, retryDelaySeconds: 1 }, async ({ word }: { word: string }) => word.length);

/** Measures every word, beside each other. */
export const ${exported} = flow({ name: '${name}' }, async ({ words = ['one', 'three', 'seven'] }: { words?: string[] }) => {
  const lengths = await measure.map({ word: words }).result();
  return lengths.reduce((sum, length) => sum + length, 0);
});
`,
  },
  {
    label: 'Distributed subflows',
    detail: 'Starts one deployed run per chunk on the workers of a pool, and waits for all.',
    text: (exported, name) => `import { flow, runDeployment, waitForFlowRuns } from 'millrace';

/** The work of one chunk: deploy it first, with Deploy above it. */
export const ${exported}Chunk = flow({ name: '${name}-chunk' }, async ({ numbers = [] }: { numbers?: number[] }) =>
  numbers.reduce((sum, number) => sum + number, 0),
);

/** Splits the numbers, runs a deployment per chunk, and waits for all of them. */
export const ${exported} = flow({ name: '${name}' }, async ({ size = 10, chunks = 4 }: { size?: number; chunks?: number }) => {
  const runs = [];
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const numbers = Array.from({ length: size }, (_, index) => chunk * size + index);
    runs.push(await runDeployment('${name}-chunk/${exported}Chunk', { parameters: { numbers }, timeout: 0 }));
  }
  const finished = await waitForFlowRuns(runs);
  return finished.length;
});
`,
  },
  {
    label: 'Conditional',
    detail: 'Which tasks run is decided by what others returned.',
    text: (exported, name) => `import { flow, task } from 'millrace';

const count = task({ name: 'count' }, async ({ text }: { text: string }) => text.split(/\\s+/).length);
const summarise = task({ name: 'summarise' }, async ({ text }: { text: string }) => \`\${text.slice(0, 40)}…\`);

/** Summarises long texts, and returns short ones as they are. */
export const ${exported} = flow(
  { name: '${name}' },
  async ({ text = 'a short text', limit = 20 }: { text?: string; limit?: number }) => {
    const words = await count({ text });
    return words > limit ? summarise({ text }) : text;
  },
);
`,
  },
  {
    label: 'Error handling',
    detail: 'A task that may fail, what is done then, and what is done in any case.',
    text: (exported, name) => `import { flow, getRunLogger, task } from 'millrace';

const fetchRate = task({ name: 'fetch-rate', retries: 2, retryDelaySeconds: 1, timeoutSeconds: 10 }, async ({ fails }: { fails: boolean }) => {
  if (fails) throw new Error('The service does not answer.');
  return 1.08;
});

const lastKnownRate = task({ name: 'last-known-rate' }, async () => 1.05);

/** Uses the last known rate when the service fails. */
export const ${exported} = flow({ name: '${name}' }, async ({ fails = false }: { fails?: boolean }) => {
  try {
    return await fetchRate({ fails });
  } catch (error) {
    getRunLogger().warning(\`No fresh rate: \${String(error)}\`);
    return lastKnownRate({});
  }
});
`,
  },
];

/** A name of a flow as the name of an export: `daily-etl` becomes `dailyEtl`. */
export function exportNameOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('');
  return /^[A-Za-z]/.test(joined) ? joined : `flow${joined}`;
}
