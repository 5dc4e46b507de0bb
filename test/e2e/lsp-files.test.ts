import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { flowsRequest } from '../../server/protocol.ts';
import { folderOf } from '../support/folder.ts';
import { lspClient } from '../support/lsp-client.ts';

const wrong = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\netl.submit({});\n`;

/** A client whose server has read a folder, and what is known of it. */
async function started(t: TestContext, folder: string) {
  const client = await lspClient({ folder });
  t.after(() => client.close());
  await client.next('millrace/indexStatus');
  const told = (path: string): string[] => (client.diagnostics.get(client.uri(path)) ?? []).map(({ code }) => String(code)).toSorted();
  return Object.assign(client, { told });
}

test('a document that is opened through a link has the problems of its file, which then has none, nor a second flow', async (t) => {
  const folder = folderOf(t, { 'common/etl.ts': wrong });
  symlinkSync('common', join(folder, 'link'));
  const client = await started(t, folder);
  await client.diagnosticsOf('common/etl.ts', (found) => found.length === 1);
  await client.open('link/etl.ts', wrong);
  await client.diagnosticsOf('link/etl.ts', (found) => found.length > 0);
  await client.diagnosticsOf('common/etl.ts', (found) => found.length === 0);
  assert.deepEqual(client.told('link/etl.ts'), ['flow-no-submit']);
  assert.deepEqual(
    (await client.ask(flowsRequest, {})).flows.map(({ name, place }) => [name, place.uri]),
    [['etl', client.uri('link/etl.ts')]],
  );
  await client.notify('textDocument/didClose', { textDocument: { uri: client.uri('link/etl.ts') } });
  await client.diagnosticsOf('common/etl.ts', (found) => found.length > 0);
  await client.diagnosticsOf('link/etl.ts', (found) => found.length === 0);
  assert.deepEqual(client.told('common/etl.ts'), ['flow-no-submit']);
});

const names = [
  'a b/[id]/100% #1?.ts',
  String.raw`back\slash/x.ts`,
  'é/caf\u00E9.ts',
  'e\u0301/cafe\u0301.ts',
  '漢字/💡 (1).ts',
  "it's/$HOME `x`.ts",
  '%41%2f.ts',
  ' .ts',
];

test('whatever a file is called, its problems and flows come under the URI by which the editor knows it', async (t) => {
  const deep = `${'deep/'.repeat(150)}x.ts`;
  const texts = [...names, deep].map((path, index) => [path, wrong.replace("'etl'", `'etl-${index}'`)] as const);
  const client = await started(t, folderOf(t, Object.fromEntries(texts)));
  for (const [path] of texts) await client.diagnosticsOf(path, (found) => found.length === 1);
  const flows = async (): Promise<string[]> => (await client.ask(flowsRequest, {})).flows.map(({ place }) => place.uri).toSorted();
  const uris = texts.map(([path]) => client.uri(path)).toSorted();
  assert.deepEqual(await flows(), uris);
  for (const [path, text] of texts) await client.open(path, `// Lower\r${text}`);
  for (const [path] of texts) await client.diagnosticsOf(path, ([first]) => first?.range.start.line === 3);
  assert.deepEqual(await flows(), uris);
});

test('where a deployment is run, its parameters are checked against types that a third file declares, as they are now', async (t) => {
  const types = 'export interface Given { day: string }\n';
  const client = await started(
    t,
    folderOf(t, {
      'types.ts': types,
      'etl.ts': `import { flow } from 'millrace';
import type { Given } from './types.ts';
export const etl = flow({ name: 'etl' }, async (given: Given) => given);
`,
      'deploy.ts': "import { etl } from './etl.ts';\nif (import.meta.main) await etl.deploy({ name: 'nightly', workPoolName: 'p' });\n",
      'use.ts': `import { runDeployment } from 'millrace';
await runDeployment('etl/nightly', { parameters: { day: 'monday' }, timeout: 0 });
`,
    }),
  );
  await client.open('types.ts', types);
  await client.change('types.ts', [{ text: types.replace('day', 'date') }]);
  const found = await client.diagnosticsOf('use.ts', (all) => all.length > 0);
  assert.deepEqual(new Set(found.map(({ code }) => code)), new Set(['deployment-parameter-mismatch']));
  await client.change('types.ts', [{ text: types }]);
  await client.diagnosticsOf('use.ts', (all) => all.length === 0);
});
