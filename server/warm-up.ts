import { PassThrough } from 'node:stream';
import type { Connection, MessageConnection } from 'vscode-languageserver/node';
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TimeSlice } from './workspace/time-slice.ts';

/** What is edited: the kinds of statements that files of flows are made of, some of them wrong, so that most rules have something to do. */
const code = `import { flow, runDeployment, task, unmapped } from 'millrace';
import { readFile } from 'node:fs/promises';
import type { Rows } from './rows.ts';

/** What a run needs. */
interface Parameters {
  day: string;
  nodes?: string[];
  limit?: number;
}

const extract = task({ name: 'extract', retries: 3, retryDelaySeconds: [1, 5, 30] }, async ({ node, day }: { node: string; day: string }) => {
  const text = await readFile(\`\${node}-\${day}.json\`, 'utf8');
  const rows: { id: string; value: number }[] = JSON.parse(text);
  return rows.filter((row) => row.value > 0);
});

const transform = task({ name: 'transform', timeoutSeconds: 60, tags: ['cpu'] }, async ({ rows }: { rows: { value: number }[] }) => {
  let sum = 0;
  for (const row of rows) sum += row.value;
  return { sum, count: rows.length };
});

const save = task({ name: 'save' }, async ({ sum }: { sum: number }) => String(sum));

/** Runs for one day. */
export const daily = flow({ name: 'daily', flowRunName: 'daily-{day}' }, async ({ day, limit = 10 }: Parameters) => {
  const rows = await extract({ node: 'a', day });
  return rows.slice(0, limit);
});

/** Runs for all nodes. */
export const all = flow({ name: 'all', retries: 1, retryDelaySeconds: 10 }, async ({ day, nodes = ['a', 'b'] }: Parameters) => {
  const extracted = extract.map({ node: nodes, day: unmapped(day) });
  const parts = (await extracted.result()).map((rows) => transform.submit({ rows }));

  let total = 0;
  for (const part of parts) total += (await part.result()).sum;
  const saved = save.submit({ sum: mean([total]).mean });
  if (total > 100) daily.submit({ day });
  try {
    await runDeployment({ name: 'daily/nightly', parameters: { day }, timeout: 0 });
  } catch (error) {
    console.error(error);
  }
  return saved.result();
});

export const nightly = daily.toDeployment({ name: 'nightly', schedule: { cron: '0 3 * * *', timezone: 'Europe/Berlin' }, parameters: { day: 'today' } });

export function mean(values: readonly number[]): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.map((value) => (value - middle) ** 2).reduce((sum, value) => sum + value, 0) / values.length);
  return { mean: Math.round(middle * 100) / 100, spread };
}

export function pick(rows: Rows, ids: readonly string[]): Rows {
  const wanted = new Set(ids);
  return rows.filter(({ id }) => wanted.has(id));
}
`;

/** Keystrokes after which everything that one costs is compiled, and milliseconds of work that are not exceeded for it. */
const keystrokes = 800;
const longest = 800;

/** Milliseconds without a change before it goes on. */
const quiet = 300;

/**
 * Types in a document that nobody sees, as a client of our own, and is answered as any other: V8 compiles what has run some
 * hundred times, and the first keystrokes of a user would cost twice as much as the later ones. `serve` answers a
 * connection; `lastChange` tells when a user has last typed: then it waits.
 */
export async function warmUp(serve: (connection: Connection) => void, lastChange: () => number): Promise<void> {
  const [there, back] = [new PassThrough(), new PassThrough()];
  // Given as reader and writer, so that their end is not the end of the program.
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(there), new StreamMessageWriter(back));
  serve(server);
  const client = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  client.listen();
  await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: { textDocument: { diagnostic: {} } } });
  await client.sendNotification('initialized', {});
  const textDocument = { uri: 'millrace-warm-up:flows.ts', languageId: 'typescript', version: 1, text: code };
  await client.sendNotification('textDocument/didOpen', { textDocument });
  await type(client, textDocument.uri, lastChange);
  await client.sendRequest('shutdown');
  client.dispose();
  server.dispose();
}

interface Key {
  readonly line: number;
  readonly character: number;
  readonly removed: number;
  readonly text: string;
}

/** Without end: a space that comes and goes at the beginning of one line after the other, and then a statement in the body of a flow. */
function* keys(): Generator<Key> {
  const lines = code.split('\n');
  const free = lines.findIndex((line) => line.includes('let total')) - 1;
  for (;;) {
    for (const line of lines.keys()) {
      yield { line, character: 0, removed: 0, text: ' ' };
      yield { line, character: 0, removed: 1, text: '' };
    }
    let character = 0;
    for (const text of statement) {
      yield { line: free, character, removed: 0, text };
      character += text.length;
    }
    yield { line: free, character: 0, removed: character, text: '' };
  }
}

/** Brackets and quotes come in pairs, as editors give them. */
const statement = [
  ...'const more = transform',
  '.map({ rows: extracted })',
  ...'.result',
  '()',
  ...'; more.length; save',
  '.submit({ sum: total })',
  ';',
];

/** Types until everything is compiled. */
async function type(client: MessageConnection, uri: string, lastChange: () => number): Promise<void> {
  const slice = new TimeSlice();
  let [spent, version] = [0, 1];
  for (const { line, character, removed, text } of keys()) {
    if (version > keystrokes || spent > longest) return;
    const began = performance.now();
    version += 1;
    const range = { start: { line, character }, end: { line, character: character + removed } };
    void client.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text }] });
    await client.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    spent += performance.now() - began;
    if (!slice.isOver) continue;
    await slice.pause();
    while (performance.now() - lastChange() < quiet) await new Promise((resolve) => setTimeout(resolve, quiet));
  }
}
