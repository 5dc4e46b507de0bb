import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  CodeAction,
  Command,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  Hover,
  Location,
  LocationLink,
  SignatureHelp,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import type { Editor } from '../support/editors.ts';
import { editors } from '../support/editors.ts';
import { deployments, exampleProject, mistakes } from '../support/example-project.ts';
import { lspClient } from '../support/lsp-client.ts';

/** Two mistakes, one of which names another place. */
const twice = `import { flow } from 'millrace';
export const one = flow({ name: 'same' }, async () => 1);
export const two = flow({ name: 'same' }, async () => 2);
`;
const files = { ...exampleProject, 'twice.ts': twice };

/** What clients answer to requests of the server; the recorded ones have been seen to. */
const answers: Readonly<Record<string, unknown>> = {
  'workspace/configuration': [null],
  'client/registerCapability': null,
  'window/workDoneProgress/create': null,
  'workspace/diagnostic/refresh': null,
  'workspace/inlayHint/refresh': null,
  'workspace/applyEdit': { applied: true },
};
const requests = [...Object.keys(answers), 'window/showMessageRequest', 'millrace/serverFacts'];

for (const [name, editor] of Object.entries(editors)) describe(`${name} is answered by what it claims`, () => walk(editor));

function walk({ capabilities, roots, initializationOptions }: Editor): void {
  let client: Awaited<ReturnType<typeof lspClient>>;
  const asked: string[] = [];
  const said = Object.fromEntries(
    requests.map((method) => [
      method,
      () => {
        asked.push(method);
        if (!(method in answers)) throw new Error(`${method} is not understood.`);
        return answers[method];
      },
    ]),
  );
  const claims = (path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined), capabilities) ??
    undefined;
  const lists = (path: string, value: unknown): boolean => Array.isArray(claims(path)) && [claims(path)].flat().includes(value);
  const place = (path: keyof typeof files, word: string, behind = '') => {
    const text: string = files[path];
    const lines = text.slice(0, text.indexOf(word, text.indexOf(behind) + behind.length) + 2).split('\n');
    return { textDocument: { uri: client.uri(path) }, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } };
  };

  before(async () => {
    client = await lspClient({ files, capabilities, roots, initializationOptions, knowsOurs: false, answers: said });
    for (const [path, text] of Object.entries(files)) await client.open(path, text);
    const textDocument = { uri: client.uri('twice.ts') };
    await (client.initialized.capabilities.diagnosticProvider
      ? client.request('textDocument/diagnostic', { textDocument })
      : client.diagnosticsOf('twice.ts', (found) => found.length > 0));
  });
  after(() => client.close());

  test('hover in the markup that it likes best', async () => {
    const found = await client.request<Hover>('textDocument/hover', place('deployments.ts', '0 6 * *'));
    assert.ok(typeof found.contents === 'object' && 'kind' in found.contents);
    assert.equal(found.contents.kind, [claims('textDocument.hover.contentFormat')].flat()[0] ?? 'plaintext');
    assert.match(found.contents.value, found.contents.kind === 'markdown' ? /^\*\*At 06:00/ : /^At 06:00, Monday through Friday \(/);
  });

  test('completion without snippets, kinds and markup that it does not know', async () => {
    const item = 'textDocument.completion.completionItem';
    const items = await client.request<CompletionItem[]>('textDocument/completion', place('deployments.ts', 'workQueueName'));
    const queue = items.find(({ label }) => label === 'workQueueName');
    const retries = items.find(({ label }) => label === 'concurrencyLimit');
    assert.ok(queue !== undefined && retries !== undefined, items.map(({ label }) => label).join(' '));
    const inRows = claims(`${item}.labelDetailsSupport`) === true;
    assert.deepEqual([queue.detail, queue.labelDetails?.description], inRows ? [undefined, 'string'] : ['string', undefined]);
    for (const { insertTextFormat, kind = 1, documentation, textEdit } of items) {
      const { newText = '' } = textEdit ?? {};
      if (claims(`${item}.snippetSupport`) !== true) assert.ok(insertTextFormat !== 2 && !newText.includes('$'), newText);
      assert.ok(kind <= 18 || lists('textDocument.completion.completionItemKind.valueSet', kind));
      const markup = typeof documentation === 'object' ? documentation.kind : 'plaintext';
      assert.ok(markup === 'plaintext' || lists(`${item}.documentationFormat`, markup));
    }
  });

  test('signature help with labels that it can find', async () => {
    const help = await client.request<SignatureHelp>('textDocument/signatureHelp', place('deployments.ts', 'folder: mode'));
    const [signature] = help.signatures;
    const labels = signature?.parameters?.map(({ label }) => (typeof label === 'string' ? label : signature.label.slice(...label)));
    assert.deepEqual(labels, ['folder: string', 'chunks?: number = 6']);
    const offsets = 'textDocument.signatureHelp.signatureInformation.parameterInformation.labelOffsetSupport';
    assert.equal(typeof signature?.parameters?.[0]?.label === 'object', claims(offsets) === true);
  });

  test('definitions as links or as places', async () => {
    const at = place('deployments.ts', 'distributed-etl/nightly');
    const found = await client.request<(Location | LocationLink)[]>('textDocument/definition', at);
    const [first] = found;
    assert.equal(first !== undefined && 'targetUri' in first, claims('textDocument.definition.linkSupport') === true);
    assert.equal(first && ('uri' in first ? first.uri : first.targetUri), client.uri('deployments.ts'));
    const character = (deployments.split('\n')[at.position.line] ?? '').indexOf('distributed-etl/nightly');
    if (first !== undefined && 'targetUri' in first)
      assert.deepEqual(first.originSelectionRange?.start, { line: at.position.line, character }, 'the whole name is underlined');
  });

  test('symbols in a tree or in a list, of kinds that it knows', async () => {
    const found = await client.request<(DocumentSymbol | SymbolInformation)[]>('textDocument/documentSymbol', {
      textDocument: { uri: client.uri('deployments.ts') },
    });
    const isTree = claims('textDocument.documentSymbol.hierarchicalDocumentSymbolSupport') === true;
    assert.ok(found.length > 0 && found.every((symbol) => 'selectionRange' in symbol === isTree && 'location' in symbol !== isTree));
    assert.ok(JSON.stringify(found).includes('"name":"mode"'), 'what is inside is there in both');
    for (const { kind } of found) assert.ok(kind <= 18 || lists('textDocument.documentSymbol.symbolKind.valueSet', kind));
  });

  test('diagnostics pushed or pulled, with no more than it claims', async () => {
    const pulls = client.initialized.capabilities.diagnosticProvider !== undefined;
    const canAskAgain = claims('workspace.diagnostics.refreshSupport') === true || claims('textDocument.publishDiagnostics') === undefined;
    assert.equal(pulls, claims('textDocument.diagnostic') !== undefined && canAskAgain, 'nobody is left with what was true before');
    const textDocument = { uri: client.uri('twice.ts') };
    const report = pulls ? await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument }) : undefined;
    const found: readonly Diagnostic[] =
      report?.kind === 'full' ? report.items : await client.diagnosticsOf('twice.ts', (all) => all.length > 0);
    const [first] = found;
    assert.equal(first?.code, 'duplicate-flow-name');
    const kinds = ['publishDiagnostics', 'diagnostic'];
    const can = (what: string): boolean => kinds.some((kind) => claims(`textDocument.${kind}.${what}`) === true);
    assert.equal(first?.relatedInformation !== undefined, can('relatedInformation'));
    assert.equal(/\(twice\.ts:\d\)$/.test(String(first?.message)), !can('relatedInformation'), String(first?.message));
    assert.equal(first?.codeDescription !== undefined, can('codeDescriptionSupport'));
    if (!pulls) await client.diagnosticsOf('mistakes.ts', (all) => all.length > 0);
  });

  test('the settings that the user wrote for it count', async () => {
    const textDocument = { uri: client.uri('mistakes.ts') };
    const report = client.initialized.capabilities.diagnosticProvider
      ? await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
      : undefined;
    const found = report?.kind === 'full' ? report.items : await client.diagnosticsOf('mistakes.ts', (all) => all.length > 0);
    const { severity } = found.find(({ code }) => code === 'unknown-option') ?? {};
    assert.equal(severity, initializationOptions === undefined ? 1 : 2);
  });

  test('code actions as they are, as commands, or none', async () => {
    const { textDocument, position } = place('mistakes.ts', 'await one.submit');
    const params = { textDocument, range: { start: position, end: position }, context: { diagnostics: [] } };
    const [wanted] = [await client.request<(CodeAction | Command)[]>('textDocument/codeAction', params).catch(() => [])];
    const isLiteral = typeof claims('textDocument.codeAction.codeActionLiteralSupport') === 'object';
    if (!isLiteral && claims('workspace.applyEdit') !== true) {
      assert.deepEqual([wanted, client.initialized.capabilities.codeActionProvider], [[], undefined]);
      return;
    }
    const action = wanted.find(({ title }) => title.includes('await')) ?? wanted[0];
    assert.ok(action !== undefined);
    assert.equal(typeof action.command === 'string', !isLiteral);
    const edit = 'edit' in action ? action.edit : await editOf(action);
    assert.ok(edit !== undefined);
    checkEdit(edit, 'mistakes.ts');
  });

  /** The edit for which a command asks the client. */
  async function editOf(command: CodeAction | Command): Promise<WorkspaceEdit> {
    const request = client.next('workspace/applyEdit');
    await client.request('workspace/executeCommand', command);
    const sent = await request;
    assert.ok(typeof sent === 'object' && sent !== null && 'edit' in sent && typeof sent.edit === 'object' && sent.edit !== null);
    return sent.edit;
  }

  function checkEdit({ changes, documentChanges }: WorkspaceEdit, path: string): void {
    const isVersioned = claims('workspace.workspaceEdit.documentChanges') === true;
    assert.deepEqual([documentChanges !== undefined, changes !== undefined], [isVersioned, !isVersioned]);
    const [first] = documentChanges ?? [];
    if (first === undefined || !('textDocument' in first)) return assert.ok(client.uri(path) in (changes ?? {}));
    assert.deepEqual([first.textDocument.uri, typeof first.textDocument.version], [client.uri(path), 'number']);
  }

  test('rename, with the question whether it can be done where it asks', async () => {
    const at = place('deployments.ts', 'nightly', "name: '");
    const canAsk = claims('textDocument.rename.prepareSupport') === true;
    assert.deepEqual(client.initialized.capabilities.renameProvider, canAsk ? { prepareProvider: true } : true);
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'daily' });
    checkEdit(edit, 'deployments.ts');
  });

  test('what has one form only is the same for all', async () => {
    const whole = { start: { line: 0, character: 0 }, end: { line: mistakes.length, character: 0 } };
    const textDocument = { uri: client.uri('deployments.ts') };
    const folds = await client.request<object[]>('textDocument/foldingRange', { textDocument });
    assert.ok(folds.every((fold) => !('startCharacter' in fold)));
    assert.equal((await client.request<object[]>('textDocument/inlayHint', { textDocument, range: whole })).length, 3);
    assert.equal(client.initialized.capabilities.positionEncoding, 'utf-16');
  });

  test('it was asked only what it claims, and told of no failure', () => {
    const needed: Readonly<Record<string, boolean>> = {
      'workspace/configuration': claims('workspace.configuration') === true,
      'client/registerCapability':
        claims('workspace.didChangeConfiguration.dynamicRegistration') === true ||
        claims('workspace.didChangeWatchedFiles.dynamicRegistration') === true,
      'window/workDoneProgress/create': claims('window.workDoneProgress') === true,
      'workspace/diagnostic/refresh': claims('workspace.diagnostics.refreshSupport') === true,
      'workspace/inlayHint/refresh': claims('workspace.inlayHint.refreshSupport') === true,
      'workspace/applyEdit': claims('workspace.applyEdit') === true,
    };
    assert.deepEqual(
      asked.filter((method) => needed[method] !== true),
      [],
    );
    const told = client.notifications.map(({ method }) => method);
    assert.deepEqual(
      told.filter((method) => method.startsWith('millrace/')),
      [],
      'it knows none of our own messages',
    );
    assert.equal(client.errors(), '');
  });
}
