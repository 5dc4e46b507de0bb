import type { ClientCapabilities, Connection, FileSystemWatcher } from 'vscode-languageserver';
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver';
import type { ClientPort } from './client-port.ts';
import { detailsOf } from './client-port.ts';
import { uriOf } from './features/locations.ts';

/** The files whose changes the client reports: sources, and what decides how they are read. */
const watched = '**/{*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,yaml,yml,md},package.json,tsconfig*.json,jsconfig*.json,millrace.config.json}';

/** One that deletes a folder says so, and nothing of the files in it. */
const watchers: FileSystemWatcher[] = [{ globPattern: watched }, { globPattern: '**', kind: WatchKind.Delete }];

/** The client at the other end of a connection, with what it says it can do. */
export function clientPort(connection: Connection, { workspace, window }: ClientCapabilities): ClientPort {
  /** What the client answers; a refusal is logged, and work goes on without an answer. */
  const answered = async <R>(ask: () => Promise<R>, otherwise: R): Promise<R> => {
    try {
      return await ask();
    } catch (error) {
      connection.console.warn(`The client refused a request: ${detailsOf(error)}`);
      return otherwise;
    }
  };
  return {
    publish: (path, version, diagnostics) => {
      void connection.sendDiagnostics({ uri: uriOf(path), diagnostics: [...diagnostics], ...(version === undefined ? {} : { version }) });
    },
    notify: ({ method }, sent) => void connection.sendNotification(method, sent),
    request: ({ method }, sent, otherwise) => answered(() => connection.sendRequest(method, sent), otherwise),
    settings: async () =>
      workspace?.configuration === true
        ? answered(() => connection.workspace.getConfiguration('millrace') as Promise<unknown>, undefined)
        : undefined,
    subscribe: async () => {
      if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await answered(() => connection.client.register(DidChangeConfigurationNotification.type, { section: 'millrace' }), undefined);
      }
      if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
        await answered(() => connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }), undefined);
      }
    },
    refresh: () => {
      if (workspace?.diagnostics?.refreshSupport === true) void connection.languages.diagnostics.refresh();
      if (workspace?.inlayHint?.refreshSupport === true) void connection.languages.inlayHint.refresh();
    },
    warn: (message) => void connection.window.showWarningMessage(message),
    fail: (message) => void connection.window.showErrorMessage(message),
    log: (message) => connection.console.log(message),
    progress: async (title) => {
      const hidden = { report: () => {}, done: () => {} };
      if (window?.workDoneProgress !== true) return hidden;
      const progress = await answered(() => connection.window.createWorkDoneProgress(), undefined);
      if (progress === undefined) return hidden;
      progress.begin(title, 0);
      return { report: (percent) => progress.report(Math.round(percent)), done: () => progress.done() };
    },
  };
}
