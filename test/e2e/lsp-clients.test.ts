import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { folderOf } from '../support/folder.ts';
import { flow, indexedClient } from '../support/indexed-client.ts';

const framed = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

for (const text of [
  '{"a":',
  '',
  '[]',
  'null',
  '{}',
  '{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}',
  '{"jsonrpc":"2.0","id":1}',
]) {
  test(`a message that is ${JSON.stringify(text)} is logged, and the next one answered`, async (t) => {
    const client = await indexedClient(t);
    client.process.stdin.write(framed(text));
    assert.deepEqual(await client.names(), ['etl']);
    assert.match(client.logged(), /left out|Received/);
  });
}

for (const bytes of ['Content-Length: abc\r\n\r\n{}', 'X: 1\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n']) {
  test(`${JSON.stringify(bytes)} ends the server with a reason: where the next message begins is not known`, async (t) => {
    const client = await indexedClient(t);
    const ended = once(client.process, 'exit');
    client.process.stdin.write(bytes);
    assert.deepEqual(await ended, [1, null]);
    assert.match(client.errors(), /^What comes over standard input is not the language server protocol: .*\n/);
  });
}

test('requests before initialize, and those that nobody knows, are refused by their codes; initialize is done once', async (t) => {
  const entry = join(import.meta.dirname, '../../server/bin/millrace-language-server.mjs');
  const server = spawn(process.execPath, [entry, '--stdio']);
  server.stdin.write(framed('{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}'));
  t.after(() => server.kill('SIGKILL'));
  const ended = once(server, 'exit');
  let out = '';
  for await (const chunk of server.stdout) {
    out += String(chunk);
    if (out.endsWith('}')) server.stdin.end();
  }
  assert.match(out, /"id":1,"error":\{"code":-32002/);
  assert.deepEqual(await ended, [1, null]);
  const client = await indexedClient(t);
  await assert.rejects(client.request('millrace/nothing', {}), { code: -32601 });
  await assert.rejects(client.request('initialize', { processId: null, rootUri: null, capabilities: {} }), { code: -32600 });
  assert.deepEqual(await client.names(), ['etl']);
});

const introductions: Readonly<Record<string, object>> = {
  'options that are a list': { initializationOptions: [1] },
  'options of other types': { initializationOptions: { cacheFolder: 7, docsFolder: {}, settings: 'x', serverFacts: 'yes' } },
  'folders that are none': { workspaceFolders: [null, {}, { uri: 7 }] },
  'folders that are no list': { workspaceFolders: 'x', rootUri: 7 },
  'capabilities of other types': {
    capabilities: {
      textDocument: { completion: true, hover: [], codeAction: 'x', publishDiagnostics: { tagSupport: true } },
      workspace: 7,
    },
  },
};

for (const [what, params] of Object.entries(introductions)) {
  test(`a client that introduces itself with ${what} is served`, async (t) => {
    const entry = join(import.meta.dirname, '../../server/bin/millrace-language-server.mjs');
    const server = spawn(process.execPath, [entry, '--stdio']);
    t.after(() => server.kill('SIGKILL'));
    const say = (message: object): boolean => server.stdin.write(framed(JSON.stringify({ jsonrpc: '2.0', ...message })));
    const textDocument = { uri: 'file:///nowhere/a.ts', languageId: 'typescript', version: 1, text: flow('etl') };
    say({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {}, ...params } });
    say({ method: 'initialized', params: {} });
    say({ method: 'textDocument/didOpen', params: { textDocument } });
    say({ id: 2, method: 'textDocument/documentSymbol', params: { textDocument } });
    let out = '';
    for await (const chunk of server.stdout) {
      out += String(chunk);
      if (out.includes('"id":2')) break;
    }
    assert.match(out, /"id":1,"result":.*"id":2,"result":\[\{.*"etl"/s);
  });
}

const senseless: readonly [string, object][] = [
  ['textDocument/didOpen', { textDocument: { uri: 'untitled:x.ts', languageId: 'typescript', version: 1 } }],
  ['textDocument/didOpen', { textDocument: { uri: null } }],
  ['textDocument/didChange', { textDocument: { uri: 'untitled:never-opened.ts', version: 2 }, contentChanges: [{ text: 'x' }] }],
  ['textDocument/didChange', { textDocument: { uri: 'untitled:y.ts', version: 2 }, contentChanges: [null, {}, { text: 7 }] }],
  ['textDocument/didClose', { textDocument: { uri: 'untitled:never-opened.ts' } }],
  ['workspace/didChangeWatchedFiles', { changes: [{}] }],
  ['workspace/didChangeWorkspaceFolders', { event: { added: [{}], removed: [] } }],
  ['workspace/didChangeWorkspaceFolders', { event: null }],
];

test('what nobody can follow changes nothing', async (t) => {
  const client = await indexedClient(t);
  for (const [method, params] of senseless) await client.notify(method, params);
  assert.deepEqual(await client.names(), ['etl']);
  await client.open('b.ts', flow('b'));
  assert.deepEqual(await client.names(), ['b', 'etl']);
  assert.equal(client.errors(), '');
});

test('a change of a document that was never opened does not make it one: what its file holds counts, also in other folders', async (t) => {
  const client = await indexedClient(t);
  await client.change('a.ts', [{ text: flow('ghost') }]);
  await client.change('new.ts', [{ text: flow('ghost') }]);
  const folder = { uri: pathToFileURL(folderOf(t, { 'b.ts': flow('b') })).href, name: 'other' };
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [folder], removed: [] } });
  await client.next('millrace/indexStatus');
  client.write('a.ts', flow('written'));
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.ts'), type: 2 }] });
  assert.deepEqual(await client.names(), ['b', 'written']);
});

const at = (line: number, character: number) => ({ line, character });
const odd: readonly [string, object, string][] = [
  ['before the text', { start: at(-1, 5), end: at(0, 0) }, `${flow('new')}//ab\n//cd`],
  ['beyond a line', { start: at(0, 4), end: at(0, 999) }, `//ab${flow('new')}\n//cd`],
  ['beyond the text', { start: at(1, 99), end: at(99, 0) }, `//ab\n//cd${flow('new')}`],
  ['the wrong way round', { start: at(1, 0), end: at(0, 4) }, `//ab${flow('new')}//cd`],
];

for (const [name, range, expected] of odd) {
  test(`a range that is ${name} is taken for what it can mean`, async (t) => {
    const client = await indexedClient(t);
    await client.open('a.ts', '//ab\n//cd');
    await client.change('a.ts', [{ range, text: flow('new') }]);
    // The end is only at its place when all before it is.
    await client.change('a.ts', [{ range: { start: at(99, 0), end: at(99, 0) }, text: `\n${flow('last')}` }]);
    const fresh = await indexedClient(t, { files: { 'a.ts': `${expected}\n${flow('last')}` } });
    const symbols = (one: typeof client) => one.request('textDocument/documentSymbol', { textDocument: { uri: one.uri('a.ts') } });
    assert.deepEqual(await symbols(client), await symbols(fresh));
  });
}

test('a client that refuses what it said it can do is served all the same', async (t) => {
  const refuse = (): never => {
    throw new Error('not today');
  };
  const methods = ['client/registerCapability', 'workspace/configuration', 'window/workDoneProgress/create', 'millrace/serverFacts'];
  const client = await indexedClient(t, {
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
      window: { workDoneProgress: true },
    },
    initializationOptions: { serverFacts: true },
    answers: Object.fromEntries([...methods, 'workspace/inlayHint/refresh'].map((method) => [method, refuse])),
  });
  assert.deepEqual(await client.names(), ['etl']);
  await client.next('window/logMessage', (params) => JSON.stringify(params).includes('inlayHint'));
  assert.deepEqual(await client.names(), ['etl']);
  assert.match(client.logged(), /The client refused a request: .*not today/);
});

test('a cache that cannot be written is logged, and nobody waits for it', async (t) => {
  const cacheFolder = join(folderOf(t, { file: '' }), 'file');
  const client = await indexedClient(t, { initializationOptions: { cacheFolder }, capabilities: { textDocument: { diagnostic: {} } } });
  await client.request('textDocument/diagnostic', { textDocument: { uri: client.uri('a.ts') } });
  assert.match(client.logged(), /The cache cannot be written/);
});

test('a configuration file that is wrong is said once', async (t) => {
  const client = await indexedClient(t, { files: { 'a.ts': flow('etl'), 'millrace.config.json': '{"lint":' } });
  const warned = () => client.notifications.filter(({ method }) => method === 'window/showMessage');
  if (warned().length === 0) await client.next('window/showMessage');
  await client.open('a.ts', flow('other'));
  await client.next('millrace/flowsChanged');
  assert.equal(warned().length, 1);
  assert.match(JSON.stringify(warned()), /millrace\.config\.json: It is no JSON/);
});
