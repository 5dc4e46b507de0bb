import { setFlagsFromString } from 'node:v8';
import type { Connection, InitializeParams } from 'vscode-languageserver/node';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Abilities } from './abilities.ts';
import { abilitiesOf } from './abilities.ts';
import { Answers } from './answers.ts';
import { capabilitiesFor } from './capabilities.ts';
import { clientPort } from './client-connection.ts';
import { connect, refuseUnknownRequests } from './connection.ts';
import { isOtherState, pathOf } from './features/locations.ts';
import { LanguageServer } from './language-server.ts';
import type { InitializationOptions } from './protocol.ts';
import { serverFactsChanged } from './protocol.ts';
import { answerRequests, guarded } from './requests.ts';
import { rules } from './rules/index.ts';
import { isRecord } from './model/records.ts';
import { warmUp } from './warm-up.ts';

// Most of what is read is let go at once: without this the heap grows to three times what is in use before it is looked through.
setFlagsFromString('--heap-growing-percent=40');
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
    const abilities = abilitiesOf(params.capabilities);
    const answers = new Answers(abilities);
    const options = optionsIn(params);
    const server = new LanguageServer(clientPort(connection, params.capabilities, options.protocolVersion !== undefined), {
      ...options,
      roots: rootsIn(params),
      rules,
      programFolder: import.meta.dirname,
      pulls: abilities.pulls,
      shown: (diagnostic) => answers.diagnostic(diagnostic),
    });
    followDocuments(connection, server, abilities);
    answerRequests(connection, server, answers);
    connection.onInitialized(() => void guarded(connection, () => server.start().then(() => ready(server)), undefined));
    connection.onShutdown(() => {
      if (connection === client) process.exitCode = 0;
      server.stop();
    });
    isInitialized = true;
    return { capabilities: capabilitiesFor(abilities), serverInfo: { name: 'millrace-language-server' } };
  });
  connection.listen();
}

/** What a client says of itself; what is not as it should be is left out. */
function optionsIn({ initializationOptions }: InitializeParams): InitializationOptions {
  const given: unknown = initializationOptions;
  if (!isRecord(given)) return {};
  const { cacheFolder, docsFolder, ...others } = given;
  return {
    ...others,
    ...(typeof cacheFolder === 'string' ? { cacheFolder } : {}),
    ...(typeof docsFolder === 'string' ? { docsFolder } : {}),
    // Clients that know nothing of us hand on what the user wrote, section and all.
    ...('settings' in given || !('millrace' in given) ? {} : { settings: given['millrace'] }),
  };
}

/** The folders of the workspace; older clients name one, by its URI or its path. */
function rootsIn({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const given: readonly unknown[] = Array.isArray(workspaceFolders) ? workspaceFolders : [];
  const folders = given.flatMap((folder) => (isRecord(folder) && typeof folder['uri'] === 'string' ? [pathOf(folder['uri'])] : []));
  const root = typeof rootUri === 'string' ? pathOf(rootUri) : rootPath;
  return folders.length === 0 && typeof root === 'string' ? [root] : folders;
}

function followDocuments(connection: Connection, server: LanguageServer, { watchesFiles }: Abilities): void {
  const lookAtDisk = (): void => {
    if (!watchesFiles) void guarded(connection, () => server.lookAtDisk(), undefined);
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    if (isOtherState(uri)) return;
    const path = pathOf(uri);
    server.documents.open(path, version, text, () => server.opened(path));
    lookAtDisk();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const path = pathOf(uri);
    server.documents.change(path, version, contentChanges, () => server.changed(path));
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const path = pathOf(uri);
    server.documents.close(path, () => server.changed(path));
    lookAtDisk();
  });
  connection.onDidSaveTextDocument(lookAtDisk);
  connection.onDidChangeWatchedFiles(
    ({ changes }) => void guarded(connection, () => server.filesChanged(changes.map(({ uri }) => pathOf(uri))), undefined),
  );
  connection.onDidChangeConfiguration(({ settings }) => {
    const sent: unknown = settings;
    void guarded(connection, () => server.settingsChanged(isRecord(sent) ? sent['millrace'] : undefined), undefined);
  });
  connection.onNotification(serverFactsChanged.method, () => void guarded(connection, () => server.factsChanged(), undefined));
  connection.onNotification(
    'workspace/didChangeWorkspaceFolders',
    ({ event }: { event: { added: { uri: string }[]; removed: { uri: string }[] } }) => {
      const removed = new Set(event.removed.map(({ uri }) => pathOf(uri)));
      const roots = [...server.roots.filter((root) => !removed.has(root)), ...event.added.map(({ uri }) => pathOf(uri))];
      void guarded(connection, () => server.restart(roots), undefined);
    },
  );
}
