import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DocumentSymbol } from 'vscode-languageserver-protocol';
import { flowsRequest } from '../../server/protocol.ts';
import { folderOf } from '../support/folder.ts';
import { flow, indexedClient } from '../support/indexed-client.ts';
import { lspClient } from '../support/lsp-client.ts';

test('after shutdown nothing is answered but the end, whose code says that all is well', async (t) => {
  const client = await indexedClient(t);
  await client.request('shutdown', undefined);
  await assert.rejects(client.request('textDocument/hover', hoverAt(client.uri('a.ts'), 1, 14)), { code: -32600 });
  const ended = once(client.process, 'exit');
  await client.notify('exit', undefined);
  assert.deepEqual(await ended, [0, null]);
});

test('an end that comes without shutdown is a failure', async (t) => {
  const client = await indexedClient(t);
  const ended = once(client.process, 'exit');
  await client.notify('exit', undefined);
  assert.deepEqual(await ended, [1, null]);
});

test('the server ends when the editor that started it has gone', async (t) => {
  const entry = join(import.meta.dirname, '../../server/bin/millrace-language-server.mjs');
  const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  t.after(() => editor.kill('SIGKILL'));
  const server = spawn(process.execPath, [entry, '--stdio']);
  t.after(() => server.kill('SIGKILL'));
  const params = { processId: editor.pid, rootUri: null, capabilities: {} };
  const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  await once(server.stdout, 'data');
  const ended = once(server, 'exit');
  editor.kill('SIGKILL');
  assert.deepEqual(await ended, [1, null]);
});

for (const [option, expected] of [
  ['--version', /^\d+\.\d+\.\d+\n$/],
  ['--help', /^millrace-language-server \d+\.\d+\.\d+: started by editors, as "millrace-language-server --stdio"\.\n/],
] as const) {
  test(`a person who asks with ${option} is answered, rather than left waiting for an editor`, () => {
    const entry = join(import.meta.dirname, '../../server/bin/millrace-language-server.mjs');
    const { status, stdout } = spawnSync(process.execPath, [entry, option], { encoding: 'utf8', timeout: 20_000 });
    assert.equal(status, 0);
    assert.match(stdout, expected);
  });
}

const hoverAt = (uri: string, line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

test('a question that waits is answered when it is taken back, and the next one is answered', async (t) => {
  const client = await indexedClient(t, { capabilities: { textDocument: { diagnostic: {} } } });
  // There is nothing to tell about the workspace: the answer would wait for a change.
  const answered = client.request('workspace/diagnostic', { previousResultIds: [] });
  const timer = setTimeout(() => assert.fail('not answered'), 10_000);
  t.after(() => clearTimeout(timer));
  // The client counts its requests from 0: this is the second one, after initialize.
  await client.notify('$/cancelRequest', { id: 1 });
  assert.deepEqual(await answered, { items: [] });
  assert.deepEqual(await client.names(), ['etl']);
});

const strange = [
  'untitled:Untitled-1',
  'git:/x/a.ts?%7B%7D',
  'vscode-notebook-cell:/x/a.ipynb#W0',
  'http://example.org/a.ts',
  'file://host/a.ts',
  '',
];

for (const uri of strange) {
  test(`a document named ${JSON.stringify(uri)} is served or left alone, and the others are none the worse for it`, async (t) => {
    const client = await indexedClient(t);
    const textDocument = { uri };
    for (const opened of [false, true]) {
      if (opened)
        await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text: flow('other') } });
      for (const method of ['hover', 'completion', 'signatureHelp', 'definition', 'prepareRename', 'documentHighlight'])
        await client.request(`textDocument/${method}`, hoverAt(uri, 1, 15));
      await client.request('textDocument/documentSymbol', { textDocument });
      await client.request('textDocument/foldingRange', { textDocument });
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      await client.request('textDocument/inlayHint', { textDocument, range });
      await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
    }
    await client.notify('textDocument/didClose', { textDocument });
    assert.deepEqual(await client.names(), ['etl']);
    assert.equal(client.errors(), '');
  });
}

const emoji = `// 😀😀 é\n${flow('etl')}`;
const positions = [
  [-1, -1],
  [0, 4],
  [0, 5],
  [0, 9999],
  [9999, 0],
  [2, 14],
  [1.5, 2.5],
  [Number.MAX_SAFE_INTEGER, 0],
  [2 ** 31 - 1, 2 ** 31 - 1],
] as const;

test('a place that is none is answered as the nearest one', async (t) => {
  const client = await indexedClient(t);
  await client.open('a.ts', emoji);
  for (const [line, character] of positions) {
    for (const method of ['hover', 'completion', 'signatureHelp', 'definition', 'prepareRename', 'documentHighlight'])
      await client.request(`textDocument/${method}`, hoverAt(client.uri('a.ts'), line, character));
  }
  assert.doesNotMatch(JSON.stringify(client.notifications), /at .*\.ts:\d+/, 'no failure is logged');
  // In the middle of a letter that takes two units: the text before and behind it stays whole.
  const at = (character: number) => ({ line: 0, character });
  await client.change('a.ts', [{ range: { start: at(4), end: at(4) }, text: `\n${flow('other')}//` }]);
  assert.deepEqual(await client.names(), ['etl', 'other']);
});

test('a document that is opened again, and versions that go back, are taken as they come', async (t) => {
  const client = await indexedClient(t);
  const open = (version: number, name: string) =>
    client.notify('textDocument/didOpen', {
      textDocument: { uri: client.uri('a.ts'), languageId: 'typescript', version, text: flow(name) },
    });
  await open(7, 'one');
  await open(3, 'two');
  assert.deepEqual(await client.names(), ['two']);
  await client.notify('textDocument/didChange', {
    textDocument: { uri: client.uri('a.ts'), version: 1 },
    contentChanges: [{ text: flow('three') }],
  });
  assert.deepEqual(await client.names(), ['three']);
  await client.notify('textDocument/didClose', { textDocument: { uri: client.uri('a.ts') } });
  assert.deepEqual(await client.names(), ['etl']);
});

test('folders that come and go while they are read leave those that are there in the end', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`many/f${index}.ts`, flow(`f${index}`)]));
  const other = folderOf(t, { 'b.ts': flow('b'), ...many });
  const client = await lspClient({ files: { 'a.ts': flow('etl') } });
  t.after(() => client.close());
  await client.open('unsaved.ts', flow('unsaved'));
  const folder = { uri: pathToFileURL(other).href, name: 'other' };
  const change = (added: object[], removed: object[]) =>
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added, removed } });
  for (let round = 0; round < 5; round += 1) {
    await change([folder], []);
    await change([], [folder]);
  }
  await change([folder, folder], []);
  let answer = await client.ask(flowsRequest, {});
  while (!answer.complete) {
    await client.next('millrace/indexStatus');
    answer = await client.ask(flowsRequest, {});
  }
  const names = answer.flows.map(({ name }) => name);
  assert.deepEqual([names.length, new Set(names).size, names.includes('unsaved')], [303, 303, true]);
});

test('ten thousand changed files are told at once, and a question behind them is answered soon', async (t) => {
  const client = await indexedClient(t);
  const changes = Array.from({ length: 10_000 }, (_, index) => ({ uri: client.uri(`gone/${index}.ts`), type: (index % 3) + 1 }));
  client.write('new.ts', flow('new'));
  await client.notify('workspace/didChangeWatchedFiles', { changes: [...changes, { uri: client.uri('new.ts'), type: 1 }] });
  const began = performance.now();
  const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: client.uri('a.ts') } });
  assert.equal(symbols.length, 1);
  t.diagnostic(`${Math.round(performance.now() - began)} ms`);
  assert.deepEqual(await client.names(), ['etl', 'new']);
});

test('ten thousand messages about one file each are followed', async (t) => {
  const client = await indexedClient(t);
  for (let index = 0; index < 10_000; index += 1)
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('a.ts'), type: 2 }] });
  assert.deepEqual(await client.names(), ['etl']);
});
