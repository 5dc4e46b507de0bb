import type { ClientCapabilities, Connection, FileSystemWatcher, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, MessageType, WatchKind } from 'vscode-languageserver';
import type { ClientPort, ProgressPort } from './client-port.ts';
import { detailsOf } from './error-details.ts';
import { uriOf } from './features/locations.ts';

/** The files whose changes the client reports: sources, and what decides how they are read. Emacs knows no pattern within braces. */
const watched = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,yaml,yml}',
  '**/{package,millrace.config}.json',
  '**/tsconfig*.json',
  '**/jsconfig*.json',
];

/** One that deletes a folder says so, and nothing of the files in it. */
const watchers: FileSystemWatcher[] = [...watched.map((globPattern) => ({ globPattern })), { globPattern: '**', kind: WatchKind.Delete }];

/** The client at the other end of a connection, with what it says it can do; `knowsOurs` is whether it knows notifications of Millrace. */
export function clientPort(connection: Connection, { workspace, window }: ClientCapabilities, knowsOurs: boolean): ClientPort {
  /** What the client answers; a refusal is logged, and work goes on without an answer. */
  const answered = async <R>(ask: () => Promise<R>, otherwise: R): Promise<R> => {
    try {
      return await ask();
    } catch (error) {
      connection.console.warn(`The client refused a request: ${detailsOf(error)}`);
      return otherwise;
    }
  };
  /** Asks for something whose answer says nothing. */
  const tell = (ask: () => Promise<unknown>): void => void answered(ask, undefined);
  /** A message without buttons needs no answer. */
  const show = (type: MessageType, message: string): void => void connection.sendNotification('window/showMessage', { type, message });
  return {
    publish: (path, version, diagnostics) => {
      void connection.sendDiagnostics({ uri: uriOf(path), diagnostics: [...diagnostics], ...(version === undefined ? {} : { version }) });
    },
    notify: ({ method }, sent) => {
      if (knowsOurs) void connection.sendNotification(method, sent);
    },
    request: ({ method }, sent, otherwise) => answered(() => connection.sendRequest(method, sent), otherwise),
    settings: async () =>
      workspace?.configuration === true
        ? answered(() => connection.workspace.getConfiguration('millrace') as Promise<unknown>, undefined)
        : undefined,
    subscribe: () => {
      if (workspace?.didChangeConfiguration?.dynamicRegistration === true)
        tell(() => connection.client.register(DidChangeConfigurationNotification.type, { section: 'millrace' }));
      if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true)
        tell(() => connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    },
    refresh: () => {
      if (workspace?.diagnostics?.refreshSupport === true) tell(() => connection.languages.diagnostics.refresh());
      if (workspace?.inlayHint?.refreshSupport === true) tell(() => connection.languages.inlayHint.refresh());
    },
    warn: (message) => show(MessageType.Warning, message),
    fail: (message) => show(MessageType.Error, message),
    log: (message) => connection.console.log(message),
    progress: (title) =>
      window?.workDoneProgress === true
        ? progressBar(
            title,
            answered(() => connection.window.createWorkDoneProgress(), undefined),
          )
        : { report: () => {}, done: () => {} },
  };
}

/** A bar that is not there yet: it begins when the client has made it, unless the work is done by then. */
function progressBar(title: string, made: Promise<WorkDoneProgressServerReporter | undefined>): ProgressPort {
  let bar: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  void made.then((progress) => {
    if (isDone) return;
    bar = progress;
    bar?.begin(title, 0);
  });
  return {
    report: (percent) => bar?.report(Math.round(percent)),
    done: () => {
      isDone = true;
      bar?.done();
    },
  };
}
