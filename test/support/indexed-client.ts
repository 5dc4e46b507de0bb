import type { TestContext } from 'node:test';
import { flowsRequest } from '../../server/protocol.ts';
import type { LspClientOptions } from './lsp-client.ts';
import { lspClient } from './lsp-client.ts';

/** A file with one flow. */
export const flow = (name: string): string =>
  `import { flow } from 'millrace';\nexport const ${name} = flow({ name: '${name}' }, async () => 1);\n`;

/** A client whose server has read its folder, in which there is a flow `etl` unless told; it goes with the test. */
export async function indexedClient(t: TestContext, options: LspClientOptions = {}) {
  const client = await lspClient({ files: { 'a.ts': flow('etl') }, ...options });
  t.after(() => (client.process.exitCode === null ? client.close() : undefined));
  await client.next('millrace/indexStatus');
  const names = async (): Promise<(string | null)[]> => (await client.ask(flowsRequest, {})).flows.map(({ name }) => name).toSorted();
  const logged = (): string => JSON.stringify(client.notifications.filter(({ method }) => method === 'window/logMessage'));
  return Object.assign(client, { names, logged });
}
