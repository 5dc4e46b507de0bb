import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type {
  CallHierarchyItem,
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentHighlight,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  Range,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol';
import { flowGraphRequest, flowParametersRequest, flowsRequest, lensesRequest } from '../../server/protocol.ts';
import { applyTextEdits, coveredBy } from '../support/check-feature.ts';
import { deployments, example, exampleProject as files, exampleServer as facts, mistakes } from '../support/example-project.ts';
import { lspClient } from '../support/lsp-client.ts';

const client = await lspClient({
  files,
  initializationOptions: { serverFacts: true },
  answers: { 'millrace/serverFacts': () => facts },
});

describe('each editor feature on the example of the distributed flow, through a client', () => {
  /** The place in the middle of the first `word` behind `behind`. */
  function at(path: keyof typeof files, word: string, behind = ''): { textDocument: { uri: string }; position: Range['start'] } {
    const text: string = files[path];
    const offset = text.indexOf(word, text.indexOf(behind) + behind.length) + Math.ceil(word.length / 2);
    const lines = text.slice(0, offset).split('\n');
    return {
      textDocument: { uri: client.uri(path) },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    };
  }
  const inFile = (path: keyof typeof files) => ({ textDocument: { uri: client.uri(path) } });
  const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  const pathOf = (uri: string): string => uri.slice(client.uri('').length).replace(/^\//, '');
  const textAt = ({ uri, range }: { uri: string; range: Range }): string =>
    `${pathOf(uri)} ${coveredBy(Object.entries(files).find(([path]) => path === pathOf(uri))?.[1] ?? '', range)}`;

  before(async () => {
    for (const [path, text] of Object.entries(files)) await client.open(path, text);
    while (!(await client.ask(flowsRequest, {})).complete) await client.next('millrace/flowsChanged');
  });
  after(() => client.close());

  const hovers: readonly [string, keyof typeof files, string, string, RegExp][] = [
    ['a flow where it is made', 'flows.ts', 'processChunk', 'export const ', /flow process-chunk\(.*Works on one chunk/s],
    ['a flow in another file', 'deployments.ts', 'distributedEtl', 'await ', /The orchestrator: extracts/],
    ['a task where it is called', 'flows.ts', 'extract', 'const files = await ', /task extract\(.*Tries again twice/s],
    ['a deployment by name', 'deployments.ts', 'distributed-etl/nightly', '', /At 06:00, Monday through Friday.*Last run: Failed/s],
    ['a deployment of the example', 'flows.ts', 'process-chunk/process-chunk', '', /pool machines/],
    ['a cron', 'deployments.ts', '0 6 * *', '', /Next \(Europe\/Berlin\):(\n- .* 06:00){5}$/],
    ['a recurrence rule', 'deployments.ts', 'FREQ=WEEKLY', '', /Next \(UTC\):(\n- Mon .* 09:00){5}$/],
    ['a deployment in configuration', 'prefect.yaml', 'from-yaml', '', /flow distributed-etl/],
    ['a schedule in configuration', 'prefect.yaml', 'FREQ=WEEKLY', '', /Next \(Europe\/Berlin\):(\n- Mon .* 09:00){5}$/],
    ['a time zone', 'deployments.ts', 'Europe/Berlin', '', /UTC\+0[12]:00/],
    ['a work pool', 'deployments.ts', 'machines', '', /known to the connected server/],
    ['an entrypoint', 'deployments.ts', 'flows.ts:distributedEtl', '', /flow distributed-etl/],
    ['an option', 'flows.ts', 'retryDelaySeconds', '', /option of `task`/],
    ['the option of a run', 'flows.ts', 'flowRunName', '', /option of `runDeployment`/],
    ['the name of a state', 'deployments.ts', 'Completed', '', /COMPLETED, final/],
  ];
  for (const [what, path, word, behind, expected] of hovers) {
    test(`hover explains ${what}`, async () => {
      const found = await client.request<Hover | null>('textDocument/hover', at(path, word, behind));
      assert.match(
        JSON.stringify(found?.contents ?? null)
          .replaceAll(String.raw`\n`, '\n')
          .replace(/"\}$/, ''),
        expected,
      );
    });
  }

  const completions: readonly [string, string, string, RegExp][] = [
    ['options of a deployment', "name: 'nightly',\n  ", 'con', /\bconcurrencyLimit\b/],
    ['names of deployments', "runDeployment('distributed-etl", '', /process-chunk\/process-chunk.*other\/elsewhere/],
    ['names of parameters', 'parameters: { folder: mode', ', ', /^chunks$/],
    ['work pools', "workPoolName: 'ma", '', /^machines gpu$/],
    ['work queues', "workQueueName: 'ur", '', /^urgent slow$/],
    ['tags', "tags: ['et", '', /^etl prod cpu$/],
    ['schedules', "cron: '0 6", '', /0 \* \* \* \*/],
    ['time zones', "timezone: 'Europe", '', /Europe\/Lisbon/],
    ['entrypoints', "entrypoint: 'flo", '', /flows\.ts:distributedEtl/],
    ['options of a run', 'timeout: 60', ', ', /\bidempotencyKey\b/],
  ];
  for (const [what, behind, typed, expected] of completions) {
    test(`completion offers ${what}`, async () => {
      const offset = deployments.indexOf(behind) + behind.length;
      const text = deployments.slice(0, offset) + typed + deployments.slice(offset);
      await client.change('deployments.ts', [{ text }]);
      const lines = text.slice(0, offset + typed.length).split('\n');
      const items = await client.request<CompletionItem[]>('textDocument/completion', {
        ...inFile('deployments.ts'),
        position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
      });
      await client.change('deployments.ts', [{ text: deployments }]);
      assert.match(items.map(({ label }) => label).join(' '), expected);
    });
  }

  test('completion and hover know the options of prefect.yaml', async () => {
    const text = 'deployments:\n  - name: a\n    enforce';
    await client.change('prefect.yaml', [{ text }]);
    const position = { line: 2, character: 11 };
    const items = await client.request<CompletionItem[]>('textDocument/completion', { ...inFile('prefect.yaml'), position });
    assert.ok(items.some(({ label }) => label === 'enforce_parameter_schema'));
    const found = await client.request<Hover | null>('textDocument/hover', {
      ...inFile('prefect.yaml'),
      position: { line: 1, character: 5 },
    });
    assert.match(JSON.stringify(found), /option of `deployment`/);
    await client.change('prefect.yaml', [{ text: files['prefect.yaml'] }]);
  });

  test('signature help shows the parameters of the deployed flow', async () => {
    const help = await client.request<SignatureHelp | null>('textDocument/signatureHelp', at('deployments.ts', 'folder: mode'));
    assert.match(help?.signatures[0]?.label ?? '', /folder: string, chunks\?: number/);
  });

  const definitions: readonly [string, keyof typeof files, string, string, string][] = [
    ['the name of a deployment', 'flows.ts', 'process-chunk/process-chunk', '', "deployments.ts 'process-chunk'"],
    ['an entrypoint', 'deployments.ts', 'flows.ts:distributedEtl', '', 'flows.ts distributedEtl'],
    ['a deployment in configuration', 'by-name.ts', 'distributed-etl/from-yaml', '', 'prefect.yaml from-yaml'],
    ['an entrypoint in configuration', 'prefect.yaml', 'flows.ts:distributedEtl', '', 'flows.ts distributedEtl'],
    ['a parameter of a run', 'deployments.ts', 'folder', 'runDeployment(', 'flows.ts folder'],
    ['a flow of another file', 'deployments.ts', 'processChunk', 'await ', 'flows.ts processChunk'],
  ];
  for (const [what, path, word, behind, expected] of definitions) {
    test(`${what} leads to where it is made`, async () => {
      const found = await client.request<Location[]>('textDocument/definition', at(path, word, behind));
      assert.deepEqual(found.map(textAt), [expected]);
    });
  }

  test('references and highlights of a deployment and of a flow', async () => {
    const context = { includeDeclaration: true };
    const ofDeployment = await client.request<Location[]>('textDocument/references', {
      ...at('flows.ts', 'process-chunk/process-chunk'),
      context,
    });
    assert.deepEqual(ofDeployment.map(textAt).toSorted(), ["deployments.ts 'process-chunk'", "flows.ts 'process-chunk/process-chunk'"]);
    const ofFlow = await client.request<Location[]>('textDocument/references', {
      ...at('flows.ts', 'distributedEtl', 'export const '),
      context,
    });
    assert.deepEqual(ofFlow.map(textAt).toSorted(), [
      "deployments.ts 'flows.ts:distributedEtl'",
      'deployments.ts distributedEtl',
      'deployments.ts distributedEtl',
      'flows.ts distributedEtl',
      'prefect.yaml flows.ts:distributedEtl',
    ]);
    const marked = await client.request<DocumentHighlight[]>('textDocument/documentHighlight', at('flows.ts', 'aggregate', 'await '));
    assert.deepEqual(
      marked.map(({ kind, range }) => [kind, coveredBy(example, range)]),
      [
        [3, 'aggregate'],
        [2, 'aggregate'],
      ],
    );
  });

  test('symbols of a file and of the workspace', async () => {
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', inFile('flows.ts'));
    assert.deepEqual(
      symbols.map(({ name, detail }) => `${detail} ${name}`),
      ['task extract', 'task aggregate', 'flow process-chunk', 'task load', 'flow distributed-etl'],
    );
    const found = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'nightly' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['distributed-etl/nightly'],
    );
  });

  test('a flow is renamed wherever it is named, a deployment wherever it is run', async () => {
    const renamed = async (place: object, newName: string): Promise<string[]> => {
      const { changes = {} } = await client.request<WorkspaceEdit>('textDocument/rename', { ...place, newName });
      return Object.entries(changes).flatMap(([uri, edits]) =>
        edits.map(({ range, newText }) => `${textAt({ uri, range })} -> ${newText}`),
      );
    };
    assert.deepEqual((await renamed(at('flows.ts', 'process-chunk', "name: '"), 'chunk')).toSorted(), [
      'flows.ts process-chunk -> chunk',
      'flows.ts process-chunk -> chunk',
    ]);
    assert.deepEqual((await renamed(at('deployments.ts', 'nightly', "name: '"), 'daily')).toSorted(), [
      'deployments.ts nightly -> daily',
      'deployments.ts nightly -> daily',
    ]);
    const acrossLanguages = ['by-name.ts from-yaml -> daily', 'prefect.yaml from-yaml -> daily'];
    assert.deepEqual((await renamed(at('prefect.yaml', 'from-yaml'), 'daily')).toSorted(), acrossLanguages);
    assert.deepEqual((await renamed(at('by-name.ts', 'from-yaml'), 'daily')).toSorted(), acrossLanguages);
    const prepared = await client.request<{ placeholder: string }>(
      'textDocument/prepareRename',
      at('flows.ts', 'process-chunk', "name: '"),
    );
    assert.equal(prepared.placeholder, 'process-chunk');
  });

  test('the call hierarchy goes from the flow to its deployments, tasks and subflows, and back', async () => {
    const calls = async (direction: 'incoming' | 'outgoing', place: object): Promise<string[]> => {
      const [item] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', place);
      const found = await client.request<{ to?: CallHierarchyItem; from?: CallHierarchyItem }[]>(`callHierarchy/${direction}Calls`, {
        item,
      });
      return found.map(({ to, from }) => `${(to ?? from)?.detail} ${(to ?? from)?.name}`);
    };
    const etl = at('flows.ts', 'distributedEtl', 'export const ');
    assert.deepEqual(await calls('outgoing', etl), ['task extract', 'deployment process-chunk/process-chunk', 'task load']);
    assert.deepEqual((await calls('incoming', etl)).toSorted(), [
      'deployment distributed-etl/from-yaml',
      'deployment distributed-etl/nightly',
    ]);
    const deployed = at('deployments.ts', 'nightly', "name: '");
    assert.deepEqual(await calls('outgoing', deployed), ['flow distributed-etl']);
    assert.deepEqual(await calls('incoming', deployed), ['flow again']);
  });

  test('inlay hints stand behind each kind of schedule', async () => {
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { ...inFile('deployments.ts'), range: everywhere });
    const [cron = '', interval, rrule = ''] = hints.map(({ label }) => String(label));
    assert.match(cron, /^At 06:00, Monday through Friday · next \w{3} \d+ \w{3} 06:00$/);
    assert.equal(interval, 'Every 1 h 30 min');
    assert.match(rrule, /^next Mon \d+ \w{3}(?: \d{4})? 09:00$/);
    const position = hints[1]?.position;
    const ofOne = { ...inFile('deployments.ts'), range: { start: position, end: position } };
    assert.deepEqual(await client.request<InlayHint[]>('textDocument/inlayHint', ofOne), hints.slice(1, 2));
    const [inConfig] = await client.request<InlayHint[]>('textDocument/inlayHint', { ...inFile('prefect.yaml'), range: everywhere });
    assert.match(String(inConfig?.label), /^next Mon \d+ \w{3}(?: \d{4})? 09:00$/);
  });

  test('lenses, flows, parameters and graph', async () => {
    const lenses = await client.ask(lensesRequest, { uri: client.uri('deployments.ts') });
    assert.deepEqual(
      lenses.map(({ kind, deployment, lastRun }) => [kind, deployment, lastRun?.state]),
      [
        ['flow', null, undefined],
        ['deployment', 'process-chunk/process-chunk', undefined],
        ['deployment', 'distributed-etl/nightly', 'Failed'],
      ],
    );
    const { flows } = await client.ask(flowsRequest, {});
    assert.deepEqual(flows.map(({ entrypoint }) => entrypoint).toSorted(), [
      'by-name.ts:later',
      'deployments.ts:again',
      'flows.ts:distributedEtl',
      'flows.ts:processChunk',
      'mistakes.ts:bad',
    ]);
    const schema = await client.ask(flowParametersRequest, { uri: client.uri('flows.ts'), name: 'distributed-etl' });
    assert.deepEqual([schema?.required, Object.keys(schema?.properties ?? {})], [['folder'], ['folder', 'chunks']]);
    const graph = await client.ask(flowGraphRequest, { uri: client.uri('flows.ts'), exportedAs: 'distributedEtl' });
    assert.deepEqual(
      graph?.nodes.map(({ name, how, repeated }) => [name, how, repeated]),
      [
        ['extract', 'call', false],
        ['process-chunk/process-chunk', 'deployment', true],
        ['load', 'call', false],
      ],
    );
  });

  test('the settings of deployments fold', async () => {
    const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', inFile('deployments.ts'));
    const lines = deployments.split('\n');
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [lines[startLine], lines[endLine + 1]]),
      [
        ['await processChunk.deploy({', '});'],
        ['await distributedEtl.deploy({', '});'],
      ],
    );
    const inConfig = await client.request<FoldingRange[]>('textDocument/foldingRange', inFile('prefect.yaml'));
    assert.deepEqual(
      inConfig.map(({ startLine, endLine }) => [startLine, endLine]),
      [[1, 9]],
    );
  });

  /** The actions of some kinds at a range, as title and the file afterwards. */
  async function actions(
    path: keyof typeof files,
    range: Range,
    { only, diagnostics = [] }: { only: string[]; diagnostics?: readonly Diagnostic[] },
  ): Promise<{ title: string; text: string }[]> {
    const found = await client.request<CodeAction[]>('textDocument/codeAction', {
      ...inFile(path),
      range,
      context: { diagnostics, only },
    });
    const editsIn = ({ edit }: CodeAction): TextEdit[] => edit?.changes?.[client.uri(path)] ?? [];
    return found.map((action) => ({ title: action.title, text: applyTextEdits(files[path], editsIn(action)) }));
  }
  const pointAt = (path: keyof typeof files, word: string, behind = ''): Range => {
    const { position } = at(path, word, behind);
    return { start: position, end: position };
  };

  test('the example is right, and each mistake has its actions', async () => {
    assert.deepEqual(client.diagnostics.get(client.uri('flows.ts')) ?? [], []);
    const found = await client.diagnosticsOf('mistakes.ts', (all) => all.length > 0);
    assert.deepEqual(
      found.map(({ code }) => code),
      ['unknown-option', 'no-await-submit'],
    );
    for (const { range, code } of found) {
      const titles = (await actions('mistakes.ts', range, { only: ['quickfix'], diagnostics: found })).map(({ title }) => title);
      assert.ok(titles.length > 1 && titles.at(-1) === `Disable ${String(code)} for this line`, titles.join(', '));
    }
  });

  test('everything that is safe is put right at once', async () => {
    const all = await actions('mistakes.ts', everywhere, { only: ['source.fixAll.millrace'] });
    assert.deepEqual(
      all.map(({ text }) => text),
      [mistakes.replace('await one.submit({ n: 2 })', 'one.submit({ n: 2 })')],
    );
  });

  test('refactorings: a task out of code, retries, and no deployed flow for a future that is read', async () => {
    const start = at('mistakes.ts', "'a'").position;
    const line = mistakes.split('\n')[start.line] ?? '';
    const selection = {
      start: { ...start, character: line.indexOf("'a'") },
      end: { ...start, character: line.indexOf(';') },
    };
    const [extracted] = await actions('mistakes.ts', selection, { only: ['refactor.extract'] });
    assert.match(extracted?.text ?? '', /const extracted = task\(.*=> 'a'\.repeat\(3\)\);/);
    const [deployed] = await actions('mistakes.ts', pointAt('mistakes.ts', 'submit'), { only: ['refactor.rewrite.deployed'] });
    assert.equal(deployed, undefined, 'its future is asked for the result');
    const [retries] = await actions('flows.ts', pointAt('flows.ts', 'load', 'const '), { only: ['refactor.rewrite.retries'] });
    assert.match(retries?.text ?? '', /task\(\{ name: 'load', retries: 3/);
  });

  test('none of it wrote to the error stream', () => assert.equal(client.errors(), ''));
});
