import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { CodeAction, CompletionItem, Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { flowGraphRequest, flowParametersRequest, flowsRequest, lensesRequest, protocolVersion } from '../../server/protocol.ts';
import { lspClient } from '../support/lsp-client.ts';

const flows = `import { flow, task, runDeployment } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node.length);
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
  const first = await load({ node: 'first' });
  return load.map({ node: nodes }).result();
});
await etl.deploy({ name: 'nightly', workPoolName: 'default', cron: '0 6 * * 1-5' });
`;

const top = `import { flow, runDeployment } from 'millrace';
import { etl } from './flows.ts';
export const top = flow({ name: 'top' }, async () => {
  await etl.submit({ nodes: [] });
  await runDeployment('etl/nightly', { parameters: { nodes: [] }, timeout: 60 });
});
`;

describe('the language server, as an editor sees it over standard input and output', () => {
  let client: Awaited<ReturnType<typeof lspClient>>;
  const place = (path: string, text: string, word: string) => {
    const at = text.indexOf(word) + 1;
    const line = text.slice(0, at).split('\n').length - 1;
    return { textDocument: { uri: client.uri(path) }, position: { line, character: at - text.lastIndexOf('\n', at - 1) - 1 } };
  };

  before(async () => {
    client = await lspClient({ files: { 'flows.ts': flows, 'top.ts': top } });
    await client.open('flows.ts', flows);
    await client.open('top.ts', top);
    await client.next('millrace/flowsChanged');
  });
  after(() => client.close());

  test('it says which version of our own requests it speaks', () => {
    assert.deepEqual(client.initialized.capabilities.experimental, { millrace: { protocolVersion } });
  });

  test('diagnostics are pushed with rule, source and a fix', async () => {
    const all = await client.diagnosticsOf('top.ts', (found) => found.length > 0);
    const found = all.find(({ code }) => code === 'flow-no-submit');
    assert.equal(found?.source, 'millrace');
    assert.match(found.codeDescription?.href ?? '', /docs\/rules\/flow-no-submit\.md$/);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri('top.ts') },
      range: found.range,
      context: { diagnostics: [found] },
    });
    assert.ok(
      actions.some(({ kind, edit, isPreferred }) => kind === 'quickfix' && edit !== undefined && isPreferred === true),
      JSON.stringify(actions.map(({ title }) => title)),
    );
  });

  test('definition, references, rename, hover and completion answer across files', async () => {
    const [definition] = await client.request<Location[]>('textDocument/definition', place('top.ts', top, 'etl/nightly'));
    assert.equal(definition?.uri, client.uri('flows.ts'));
    const references = await client.request<Location[]>('textDocument/references', {
      ...place('top.ts', top, 'etl/nightly'),
      context: { includeDeclaration: true },
    });
    assert.deepEqual(references.map(({ uri }) => uri).toSorted(), [client.uri('flows.ts'), client.uri('top.ts')]);
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...place('top.ts', top, 'nightly'), newName: 'daily' });
    assert.deepEqual(Object.keys(edit.changes ?? {}).toSorted(), [client.uri('flows.ts'), client.uri('top.ts')]);
    const hover = await client.request<Hover>('textDocument/hover', place('flows.ts', flows, '0 6 * *'));
    assert.match(JSON.stringify(hover.contents), /At 06:00, Monday through Friday/);
    const items = await client.request<CompletionItem[]>('textDocument/completion', place('top.ts', top, 'etl/nightly'));
    assert.deepEqual(
      items.map(({ label }) => label),
      ['etl/nightly'],
    );
  });

  test('a rename to a name that no server accepts is refused with the reason', async () => {
    await assert.rejects(
      client.request('textDocument/rename', { ...place('top.ts', top, 'nightly'), newName: 'a/b' }),
      /cannot be empty or hold any of/,
    );
  });

  test('our own requests answer with flows, parameters, graph and lenses', async () => {
    const { flows: found, complete } = await client.ask(flowsRequest, {});
    assert.deepEqual(
      [complete, found.map(({ name, entrypoint, deployments }) => [name, entrypoint, deployments.map((one) => one.name)])],
      [
        true,
        [
          ['etl', 'flows.ts:etl', ['nightly']],
          ['top', 'top.ts:top', []],
        ],
      ],
    );
    const schema = await client.ask(flowParametersRequest, { uri: client.uri('flows.ts'), name: 'etl' });
    assert.deepEqual(schema?.required, ['nodes']);
    const graph = await client.ask(flowGraphRequest, { uri: client.uri('flows.ts'), exportedAs: 'etl' });
    assert.deepEqual(
      graph?.nodes.map(({ name, how }) => [name, how]),
      [
        ['load', 'call'],
        ['load', 'map'],
      ],
    );
    const lenses = await client.ask(lensesRequest, { uri: client.uri('flows.ts') });
    assert.deepEqual(
      lenses.map(({ kind, flowName, deployment }) => [kind, flowName, deployment]),
      [
        ['flow', 'etl', null],
        ['deployment', 'etl', 'etl/nightly'],
      ],
    );
  });

  test('a change is diagnosed as it stands now, and what it puts right is taken back', async () => {
    const start = top.indexOf('etl.submit');
    const line = top.slice(0, start).split('\n').length - 1;
    const range = { start: { line, character: 8 }, end: { line, character: 18 } };
    await client.change('top.ts', [{ range, text: 'etl' }]);
    const isWrong = (found: readonly { code?: unknown }[]): boolean => found.some(({ code }) => code === 'flow-no-submit');
    await client.diagnosticsOf('top.ts', (found) => found.length > 0 && !isWrong(found));
    await client.change('top.ts', [{ range: { start: range.start, end: { line, character: 11 } }, text: 'etl.submit' }]);
    await client.diagnosticsOf('top.ts', isWrong);
  });

  test('another file that goes away takes its flows along', async () => {
    client.write('extra.ts', `import { flow } from 'millrace';\nexport const extra = flow({ name: 'extra' }, async () => 1);\n`);
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: client.uri('extra.ts'), type: 1 }] });
    const names = async () => (await client.ask(flowsRequest, {})).flows.map(({ name }) => name);
    assert.deepEqual(await names(), ['etl', 'top', 'extra']);
  });

  test('prefect.yaml is diagnosed as it stands in the editor', async () => {
    const text = "deployments:\n  - name: weekly\n    entrypoint: flows.ts:etl\n    schedule: { cron: '0 6 * *' }\n";
    await client.open('prefect.yaml', text);
    const found = await client.diagnosticsOf('prefect.yaml', (all) => all.length > 0);
    assert.deepEqual(found.map(({ code }) => code).toSorted(), ['deployment-parameter-mismatch', 'invalid-cron']);
    const at = { line: 3, character: text.split('\n')[3]?.indexOf("'0") ?? 0 };
    await client.change('prefect.yaml', [{ range: { start: at, end: { ...at, character: at.character + 9 } }, text: "'0 6 * * *'" }]);
    await client.diagnosticsOf('prefect.yaml', (all) => all.length === 1 && all[0]?.code === 'deployment-parameter-mismatch');
  });

  test('nothing is written to the error stream, and nothing else to the output', () => {
    assert.equal(client.errors(), '');
    assert.ok(existsSync(client.folder));
  });
});
