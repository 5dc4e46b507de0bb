import { setFlagsFromString } from 'node:v8';
import type { Connection, InitializeParams, Position } from 'vscode-languageserver/node';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { capabilitiesFor, pullsDiagnostics } from './capabilities.ts';
import { clientPort } from './client-connection.ts';
import { detailsOf } from './client-port.ts';
import { connect, refuseUnknownRequests } from './connection.ts';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/call-hierarchy.ts';
import { withoutSnippets } from './features/choices.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { flowGraph } from './features/flow-graph.ts';
import { flowMeant, flowsOf } from './features/flows.ts';
import { foldingRanges } from './features/folding.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { lenses } from './features/lenses.ts';
import { isOtherState, offsetAt, pathOf } from './features/locations.ts';
import { definition, highlights, references } from './features/references.ts';
import { prepareRename, rename, RenameRefused } from './features/rename.ts';
import { signatureHelp } from './features/signature-help.ts';
import { documentSymbols, workspaceSymbols } from './features/symbols.ts';
import type { View } from './features/view.ts';
import { LanguageServer } from './language-server.ts';
import type { InitializationOptions, Message } from './protocol.ts';
import { flowGraphRequest, flowParametersRequest, flowsRequest, lensesRequest, serverFactsChanged } from './protocol.ts';
import { documentDiagnostics, workspaceDiagnostics } from './pulled-diagnostics.ts';
import { rules } from './rules/index.ts';
import { parameterSchema } from './schema/parameter-schema.ts';
import { isRecord } from './settings.ts';
import { warmUp } from './warm-up.ts';

// Most of what is read is let go at once: without this the heap grows to three times what is in use before it is looked through.
setFlagsFromString('--heap-growing-percent=60');
const client = connect();
serve(client, (server) => {
  // Where there are flows, somebody is going to type.
  if (server.session.workspace.project.namedFlows === 0) return Promise.resolve();
  return warmUp(
    (inner) => serve(inner, () => Promise.resolve()),
    () => server.lastTyped,
  );
});

/** Answers one client; `ready` is called when everything has been read. */
function serve(connection: Connection, ready: (server: LanguageServer) => Promise<void>): void {
  let isInitialized = false;
  refuseUnknownRequests(connection, () => isInitialized);
  connection.onInitialize((params) => {
    if (isInitialized) return new ResponseError(ErrorCodes.InvalidRequest, 'initialize was asked before.');
    const server = new LanguageServer(clientPort(connection, params.capabilities), {
      ...optionsIn(params),
      roots: rootsIn(params),
      rules,
      programFolder: import.meta.dirname,
      pulls: pullsDiagnostics(params.capabilities),
    });
    followDocuments(connection, server);
    answerAboutPlaces(connection, server, params.capabilities.textDocument?.completion?.completionItem?.snippetSupport === true);
    answerAboutFiles(connection, server);
    answerAboutWorkspace(connection, server);
    connection.onInitialized(() => void guarded(() => server.start().then(() => ready(server)), undefined));
    connection.onShutdown(() => {
      if (connection === client) process.exitCode = 0;
      server.stop();
    });
    isInitialized = true;
    return { capabilities: capabilitiesFor(params.capabilities), serverInfo: { name: 'millrace-language-server' } };
  });
  connection.listen();
}

function optionsIn({ initializationOptions }: InitializeParams): InitializationOptions {
  const given: unknown = initializationOptions;
  return isRecord(given) ? given : {};
}

/** The folders of the workspace; older clients name one, by its URI or its path. */
function rootsIn({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const folders = (workspaceFolders ?? []).map(({ uri }) => pathOf(uri));
  const root = typeof rootUri === 'string' ? pathOf(rootUri) : rootPath;
  return folders.length === 0 && typeof root === 'string' ? [root] : folders;
}

/** Whatever fails is logged where the program was started, and answered with nothing: one failing feature does not take the others along. */
async function guarded<R>(answer: () => R | Promise<R>, otherwise: R): Promise<R> {
  try {
    return await answer();
  } catch (error) {
    client.console.error(detailsOf(error));
    return otherwise;
  }
}

function followDocuments(connection: Connection, server: LanguageServer): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    if (isOtherState(uri)) return;
    const path = pathOf(uri);
    server.documents.open(path, version, text, () => server.changed(path));
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const path = pathOf(uri);
    server.documents.change(path, version, contentChanges, () => server.changed(path));
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const path = pathOf(uri);
    server.documents.close(path, () => server.changed(path));
  });
  connection.onDidChangeWatchedFiles(
    ({ changes }) => void guarded(() => server.filesChanged(changes.map(({ uri }) => pathOf(uri))), undefined),
  );
  connection.onDidChangeConfiguration(({ settings }) => {
    const sent: unknown = settings;
    void guarded(() => server.settingsChanged(isRecord(sent) ? sent['millrace'] : undefined), undefined);
  });
  connection.onNotification(serverFactsChanged.method, () => void guarded(() => server.factsChanged(), undefined));
  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    ({ event }: { event: { added: { uri: string }[]; removed: { uri: string }[] } }) => {
      const removed = new Set(event.removed.map(({ uri }) => pathOf(uri)));
      const roots = [...server.roots.filter((root) => !removed.has(root)), ...event.added.map(({ uri }) => pathOf(uri))];
      void guarded(() => server.restart(roots), undefined);
    },
  );
}

interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Features that answer for a cursor. */
function answerAboutPlaces(connection: Connection, server: LanguageServer, snippets: boolean): void {
  const at =
    <P extends At, R>(answer: (view: View, offset: number, params: P) => R | Promise<R>, otherwise: R) =>
    (params: P): Promise<R> =>
      guarded(async () => {
        const view = await server.view(pathOf(params.textDocument.uri));
        return view === undefined ? otherwise : answer(view, offsetAt(view.file.model.lineStarts, params.position, view.text), params);
      }, otherwise);
  connection.onHover(at(async (view, offset) => (await hover(view, offset, new Date())) ?? null, null));
  connection.onCompletion(at((view, offset) => (snippets ? completion(view, offset) : withoutSnippets(completion(view, offset))), []));
  connection.onSignatureHelp(at((view, offset) => signatureHelp(view, offset) ?? null, null));
  connection.onDefinition(at((view, offset) => definition(view, offset), []));
  connection.onReferences(
    at(
      (view, offset, { context }: At & { context: { includeDeclaration: boolean } }) =>
        references(view, offset, context.includeDeclaration),
      [],
    ),
  );
  connection.onDocumentHighlight(at((view, offset) => highlights(view, offset), []));
  connection.languages.callHierarchy.onPrepare(at((view, offset) => prepareCallHierarchy(view, offset), []));
  connection.onPrepareRename((params) => refusable(() => at((view, offset) => prepareRename(view, offset) ?? null, null)(params)));
  connection.onRenameRequest((params) =>
    refusable(async () => {
      const view = await server.view(pathOf(params.textDocument.uri));
      await server.indexed;
      if (view === undefined) return null;
      return (
        rename(view, offsetAt(view.file.model.lineStarts, params.position, view.text), params.newName, (path) =>
          server.session.workspace.textOf(path),
        ) ?? null
      );
    }),
  );
}

/** Hands the reason of a refusal on to the user. */
async function refusable<R>(answer: () => Promise<R>): Promise<R> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof RenameRefused) throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
    throw error;
  }
}

/** Features that answer for a file. */
function answerAboutFiles(connection: Connection, server: LanguageServer): void {
  const forFile =
    <P extends { textDocument: { uri: string } }, R>(answer: (view: View, params: P) => R | Promise<R>, otherwise: R) =>
    (params: P): Promise<R> =>
      guarded(async () => {
        const view = await server.view(pathOf(params.textDocument.uri));
        return view === undefined ? otherwise : answer(view, params);
      }, otherwise);
  connection.onDocumentSymbol(forFile(({ file }) => documentSymbols(file), []));
  connection.onFoldingRanges(forFile(({ file }) => foldingRanges(file), []));
  connection.languages.inlayHint.on(
    forFile(({ file }) => (server.session.settingsOf(file.path).inlayHints.schedules ? inlayHints(file, new Date()) : []), []),
  );
  connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    guarded(async () => {
      const view = await server.view(pathOf(textDocument.uri));
      if (view === undefined) return [];
      const { lineStarts } = view.file.model;
      const span = { start: offsetAt(lineStarts, range.start, view.text), end: offsetAt(lineStarts, range.end, view.text) };
      return codeActions(view, span, {
        problems: server.session.problems(view.file.path),
        pageOf: server.pageOf,
        only,
        failed: (ruleId, error) => connection.console.error(`A fix of ${ruleId} failed: ${detailsOf(error)}`),
      });
    }, []),
  );
}

/** Requests about the whole workspace, ours among them. */
function answerAboutWorkspace(connection: Connection, server: LanguageServer): void {
  const project = () => server.session.workspace.project;
  const on = <Sent, Answered>({ method }: Message<Sent, Answered>, answer: (sent: Sent) => Answered): void => {
    connection.onRequest(method, async (sent: Sent): Promise<unknown> => {
      await server.documents.settled;
      return answer(sent);
    });
  };
  connection.languages.diagnostics.on(({ textDocument, previousResultId }) =>
    documentDiagnostics(server, textDocument.uri, previousResultId),
  );
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) => workspaceDiagnostics(server, previousResultIds, token));
  connection.onWorkspaceSymbol(({ query }) => guarded(() => workspaceSymbols({ project: project() }, query), []));
  connection.languages.callHierarchy.onIncomingCalls(({ item }) => guarded(() => incomingCalls({ project: project() }, item), []));
  connection.languages.callHierarchy.onOutgoingCalls(({ item }) => guarded(() => outgoingCalls({ project: project() }, item), []));
  on(flowsRequest, ({ uri }) => ({ ...flowsOf(project(), server.roots, uri), complete: server.isIndexed }));
  on(flowParametersRequest, (meant) => {
    const flow = flowMeant(project(), meant);
    return flow === undefined ? null : parameterSchema(flow).schema;
  });
  on(flowGraphRequest, (meant) => {
    const flow = flowMeant(project(), meant);
    return flow === undefined ? null : flowGraph({ project: project() }, flow);
  });
  on(lensesRequest, ({ uri }) => {
    const file = project().file(pathOf(uri));
    return file === undefined ? [] : lenses({ project: project(), file });
  });
}
