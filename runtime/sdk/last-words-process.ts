import { text } from 'node:stream/consumers';
import type { Transport } from '../api/client.ts';
import { createClient } from '../api/client.ts';
import { messageOf } from '../core/errors.ts';
import type { LastWords, Reach } from './last-words.ts';

/** Speaks for the process that started it, which is ending. */
const { reach, lines, verdicts }: LastWords = JSON.parse(await text(process.stdin));

/** Log lines that servers take in one request. */
const most = 200;

const said = await open(reach);
const client = createClient(said.transport);
try {
  for (let from = 0; from < lines.length; from += most) await client.logs.create(lines.slice(from, from + most));
  for (const { kind, id, state } of verdicts) {
    const resource = kind === 'flow-run' ? client.flowRuns : client.taskRuns;
    await resource.setState({ id }, { state, force: true });
  }
} catch (error) {
  process.stderr.write(`What the ended process had to say was not heard: ${messageOf(error)}\n`);
}
await said.close();

async function open(where: Reach): Promise<{ transport: Transport; close(): Promise<void> }> {
  if ('url' in where) {
    const { httpTransport } = await import('../api/http.ts');
    const transport = httpTransport({ ...where, retries: 2, timeout: 2000 });
    return { transport, close: () => transport.close() };
  }
  const { startServer } = await import('../api-server/server.ts');
  const server = await startServer({ home: where.home, port: 0, thread: false, advertise: false, takeOver: process.ppid });
  return { transport: server.transport, close: () => server.close() };
}
