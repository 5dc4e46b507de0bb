import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, DocumentDiagnosticReport, InlayHint, WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol';
import { flowsRequest, lensesRequest, serverFactsChanged } from '../../server/protocol.ts';
import { folderOf } from '../support/folder.ts';
import type { LspClient, LspClientOptions } from '../support/lsp-client.ts';
import { lspClient } from '../support/lsp-client.ts';

const flow = (name: string, body = '1'): string =>
  `import { flow } from 'millrace';\nexport const ${name} = flow({ name: '${name}' }, async () => ${body});\n`;
const wrong = `${flow('etl')}export const top = flow({ name: 'top' }, async () => etl.submit({}));\n`;

async function start(t: TestContext, options: LspClientOptions) {
  const client = await lspClient(options);
  t.after(() => client.close());
  await client.next('millrace/flowsChanged');
  const names = async (): Promise<(string | null)[]> => (await client.ask(flowsRequest, {})).flows.map(({ name }) => name).toSorted();
  return Object.assign(client, { names });
}

const codes = (found: readonly Diagnostic[]): unknown[] => found.map(({ code }) => code);
const hasSubmit = (found: readonly Diagnostic[]): boolean => codes(found).includes('flow-no-submit');
const pulling = { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } };

test('files that are no code, are huge, are linked in circles or are broken do no harm', async (t) => {
  const client = await start(t, {
    files: {
      'ok.ts': flow('ok'),
      'binary.ts': 'import "millrace";\u0000\u0001\u0002\uFFFD'.repeat(50),
      'huge.ts': `${flow('huge')}// ${'x'.repeat(5_000_000)}\n`,
      'half.ts': `import { flow } from 'millrace';\nexport const half = flow({ name: 'half' }, async ({ a }: {`,
      'tsconfig.json': '{ "compilerOptions": { "paths": ',
      'package.json': '{{{',
      'deep/tsconfig.json': '{ "extends": "./tsconfig.json" }',
      'deep/deep.ts': flow('deep'),
    },
  });
  symlinkSync(client.folder, join(client.folder, 'deep/circle'));
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('tsconfig.json'), type: 2 }] });
  await client.next('millrace/indexStatus');
  const names = await client.names();
  assert.deepEqual(
    names.filter((name) => name !== 'half'),
    ['deep', 'ok'],
  );
  assert.equal(client.errors(), '');
});

test('a document is right after edits that leave it broken in between', async (t) => {
  const client = await start(t, { files: { 'a.ts': wrong } });
  await client.open('a.ts', wrong);
  await client.diagnosticsOf('a.ts', hasSubmit);
  for (const text of [
    'import {',
    '',
    'export const x = `${',
    wrong.slice(0, 90),
    '\u0000',
    'import { flow } from "millrace";\nflow('.repeat(50),
  ]) {
    await client.change('a.ts', [{ text }]);
    await client.request('textDocument/hover', { textDocument: { uri: client.uri('a.ts') }, position: { line: 0, character: 5 } });
    await client.request('textDocument/completion', {
      textDocument: { uri: client.uri('a.ts') },
      position: { line: 9999, character: 9999 },
    });
    await client.request('textDocument/documentSymbol', { textDocument: { uri: client.uri('a.ts') } });
  }
  await client.diagnosticsOf('a.ts', (found) => !hasSubmit(found));
  await client.change('a.ts', [{ text: wrong }]);
  await client.diagnosticsOf('a.ts', hasSubmit);
});

test('several changes in one message are made one after the other', async (t) => {
  const client = await start(t, { files: { 'a.ts': '' } });
  await client.open('a.ts', 'a\r\nb\r\nc');
  const at = (line: number, from: number, to: number) => ({ start: { line, character: from }, end: { line, character: to } });
  await client.change('a.ts', [
    { range: at(2, 0, 1), text: flow('third') },
    { range: at(0, 0, 1), text: '// first\n' },
    { range: at(2, 0, 1), text: '' },
  ]);
  assert.deepEqual(await client.names(), ['third']);
});

test('what a closed document held counts no more, and what the file holds does', async (t) => {
  const client = await start(t, { files: { 'a.ts': flow('disk') } });
  await client.open('a.ts', flow('editor'));
  assert.deepEqual(await client.names(), ['editor']);
  await client.notify('textDocument/didClose', { textDocument: { uri: client.uri('a.ts') } });
  assert.deepEqual(await client.names(), ['disk']);
});

test('a file that is renamed, and a folder that vanishes, take their problems along', async (t) => {
  const client = await start(t, { files: { 'a.ts': wrong, 'x/b.ts': wrong.replaceAll(/etl|top/g, (name) => `${name}2`) } });
  await client.diagnosticsOf('a.ts', hasSubmit);
  await client.diagnosticsOf('x/b.ts', hasSubmit);
  renameSync(join(client.folder, 'a.ts'), join(client.folder, 'renamed.ts'));
  rmSync(join(client.folder, 'x'), { recursive: true });
  await client.notify('workspace/didChangeWatchedFiles', {
    changes: ['a.ts', 'renamed.ts', 'x/b.ts'].map((path) => ({ uri: client.uri(path), type: path === 'renamed.ts' ? 1 : 3 })),
  });
  await client.diagnosticsOf('renamed.ts', hasSubmit);
  await client.diagnosticsOf('a.ts', (found) => found.length === 0);
  await client.diagnosticsOf('x/b.ts', (found) => found.length === 0);
  assert.deepEqual(await client.names(), ['etl', 'top']);
});

const sameName = flow('other').replace("'other'", "'etl'");
const happenings: Readonly<Record<string, (client: LspClient) => Promise<void>>> = {
  'is saved': (client) => client.notify('textDocument/didSave', { textDocument: { uri: client.uri('open.ts') } }),
  'is opened': (client) => client.open('c.ts', ''),
  'is closed': (client) => client.notify('textDocument/didClose', { textDocument: { uri: client.uri('open.ts') } }),
};

for (const [what, happens] of Object.entries(happenings)) {
  test(`for a client that watches no files, they are looked at when a document ${what}`, async (t) => {
    const client = await start(t, { files: { 'a.ts': flow('etl'), 'gone.ts': wrong, 'open.ts': '' } });
    await client.open('open.ts', '');
    await client.diagnosticsOf('gone.ts', hasSubmit);
    rmSync(join(client.folder, 'gone.ts'));
    client.write('new/b.ts', `${sameName}${wrong.replaceAll('etl', 'two')}`);
    await happens(client);
    await client.diagnosticsOf('gone.ts', (found) => found.length === 0);
    await client.diagnosticsOf('new/b.ts', hasSubmit);
    await client.diagnosticsOf('a.ts', (found) => codes(found).includes('duplicate-flow-name'));
  });
}

test('a client that watches files need not say that a document is saved', async (t) => {
  const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  const sync = { openClose: true, change: 2 };
  assert.deepEqual((await start(t, { capabilities: watching })).initialized.capabilities.textDocumentSync, sync);
  assert.deepEqual((await start(t, {})).initialized.capabilities.textDocumentSync, { ...sync, save: true });
});

test('folders come and go', async (t) => {
  const client = await start(t, { files: { 'a.ts': flow('one') } });
  const other = join(client.folder, '../', `${client.folder.split('/').at(-1)}-other`);
  mkdirSync(other);
  t.after(() => rmSync(other, { recursive: true, force: true }));
  writeFileSync(join(other, 'b.ts'), flow('two'));
  const folder = { uri: pathToFileURL(other).href, name: 'other' };
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [folder], removed: [] } });
  await client.next('millrace/indexStatus');
  assert.deepEqual(await client.names(), ['one', 'two']);
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [folder] } });
  await client.next('millrace/indexStatus');
  assert.deepEqual(await client.names(), ['one']);
});

test('a client that asks for diagnostics is told nothing, and is answered for documents and the whole workspace', async (t) => {
  const client = await start(t, { files: { 'a.ts': wrong, 'b.ts': flow('b') }, capabilities: pulling });
  const pull = (path: string, previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri: client.uri(path) }, previousResultId });
  const first = await pull('a.ts');
  assert.ok(first.kind === 'full' && hasSubmit(first.items));
  assert.equal((await pull('a.ts', first.resultId)).kind, 'unchanged');
  const all = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
  assert.deepEqual(
    all.items.map(({ uri }) => uri),
    [client.uri('a.ts')],
  );
  const waiting = client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: all.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' })),
  });
  await client.open('a.ts', flow('etl'));
  const [news] = (await waiting).items;
  assert.ok(news?.kind === 'full' && news.items.length === 0, 'the held answer comes with the change');
  assert.equal(client.diagnostics.size, 0);
});

test('what the orchestration server knows is asked of the client, again when it has changed', async (t) => {
  let state = 'Failed';
  const deployment = () => ({ name: 'nightly', flowName: 'etl', parameterSchema: {}, lastRun: { state, at: '2026-03-01T00:00:00Z' } });
  const client = await start(t, {
    files: { 'a.ts': `${flow('etl')}await etl.deploy({ name: 'nightly', workPoolName: 'p' });\n` },
    initializationOptions: { serverFacts: true },
    answers: { 'millrace/serverFacts': () => ({ workPools: ['q'], workQueues: [], tags: [], deployments: [deployment()] }) },
  });
  const lastStates = async () => (await client.ask(lensesRequest, { uri: client.uri('a.ts') })).map(({ lastRun }) => lastRun?.state);
  assert.deepEqual(await lastStates(), ['Failed', 'Failed']);
  await client.diagnosticsOf('a.ts', (found) => codes(found).includes('work-pool-not-found'));
  state = 'Completed';
  const told = client.next('millrace/flowsChanged');
  await client.notify(serverFactsChanged.method, null);
  await told;
  assert.deepEqual(await lastStates(), ['Completed', 'Completed']);
});

test('settings are taken when they change, and a mistake in them is said', async (t) => {
  const client = await start(t, {
    files: { 'a.ts': `${wrong}await etl.deploy({ name: 'n', workPoolName: 'p', cron: '0 6 * * *' });\n` },
  });
  await client.diagnosticsOf('a.ts', hasSubmit);
  await client.notify('workspace/didChangeConfiguration', {
    settings: { millrace: { lint: { rules: { 'flow-no-submit': 'off' } }, inlayHints: { schedules: false } } },
  });
  await client.diagnosticsOf('a.ts', (found) => !hasSubmit(found));
  const hints = () =>
    client.request<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: client.uri('a.ts') },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
  assert.deepEqual(await hints(), []);
  const warned = client.next('window/showMessage');
  await client.notify('workspace/didChangeConfiguration', { settings: { millrace: { lint: { rules: { 'flow-no-sumbit': 'off' } } } } });
  assert.match(JSON.stringify(await warned), /There is no rule .*flow-no-sumbit/);
  assert.equal((await hints()).length, 1);
});

test('a configuration file is followed when it is written', async (t) => {
  const client = await start(t, { files: { 'a.ts': wrong } });
  await client.diagnosticsOf('a.ts', hasSubmit);
  client.write('millrace.config.json', '{"lint":{"rules":{"flow-no-submit":"off"}}}');
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('millrace.config.json'), type: 1 }] });
  await client.diagnosticsOf('a.ts', (found) => !hasSubmit(found));
});

test('a client that can be asked is asked for settings, shows progress, and watches files', async (t) => {
  const asked: string[] = [];
  const answer = (method: string, value: unknown) => (): unknown => {
    asked.push(method);
    return value;
  };
  const client = await lspClient({
    files: { 'a.ts': wrong },
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
      window: { workDoneProgress: true },
    },
    answers: {
      'workspace/configuration': answer('configuration', [{ lint: { rules: { 'flow-no-submit': 'hint' } } }]),
      'client/registerCapability': answer('register', null),
      'window/workDoneProgress/create': answer('progress', null),
    },
  });
  t.after(() => client.close());
  const [found] = await client.diagnosticsOf('a.ts', hasSubmit);
  assert.equal(found?.severity, 4);
  assert.deepEqual(asked, ['register', 'register', 'configuration', 'progress']);
  const globs = [...JSON.stringify(client.notifications).matchAll(/"globPattern":"([^"]*)"/g)].map(([, glob = '']) => glob);
  assert.ok(globs.length > 1);
  for (const glob of globs) assert.match(glob, /^[^{}]*(\{[^{}*]*\}[^{}]*)?$/, 'Emacs understands no pattern within braces');
});

test('two clients on one folder, with one cache, do not disturb each other', async (t) => {
  const cacheFolder = folderOf(t, {});
  const first = await start(t, { files: { 'a.ts': wrong }, initializationOptions: { cacheFolder } });
  const second = await start(t, { folder: first.folder, initializationOptions: { cacheFolder } });
  await Promise.all([first, second].map((client) => client.diagnosticsOf('a.ts', hasSubmit)));
  await first.open('a.ts', flow('changed'));
  assert.deepEqual(await Promise.all([first.names(), second.names()]), [['changed'], ['etl', 'top']]);
  await first.diagnosticsOf('a.ts', (found) => found.length === 0);
  assert.equal(hasSubmit(second.diagnostics.get(second.uri('a.ts')) ?? []), true);
});

test('the server ends when its client has gone without a word', async (t) => {
  const client = await lspClient({ files: { 'a.ts': wrong } });
  t.after(() => rmSync(client.folder, { recursive: true, force: true }));
  const ended = once(client.process, 'exit');
  client.process.stdin.end();
  const [code] = await ended;
  assert.equal(code, 1);
});

test('an editor whose part does not fit is told so, and served', async (t) => {
  const client = await start(t, { files: { 'a.ts': wrong }, initializationOptions: { protocolVersion: 99 } });
  const told = client.notifications.find(({ method }) => method === 'window/showMessage');
  assert.match(JSON.stringify(told), /do not fit: update the older one/);
  assert.deepEqual(await client.names(), ['etl', 'top']);
});
