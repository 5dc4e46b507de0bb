import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import { DidChangeConfigurationNotification, DidChangeWatchedFilesNotification } from 'vscode-languageserver';
import type { ClientPort } from './client-port.ts';
import { uriOf } from './features/locations.ts';

/** The files whose changes the client reports: sources, and what decides how they are read. */
const watched = '**/{*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,py,yaml,yml,md},package.json,tsconfig*.json,jsconfig*.json,millrace.config.json}';

/** The client at the other end of a connection, with what it says it can do. */
export function clientPort(connection: Connection, { workspace, window }: ClientCapabilities): ClientPort {
  return {
    publish: (path, version, diagnostics) => {
      void connection.sendDiagnostics({ uri: uriOf(path), diagnostics: [...diagnostics], ...(version === undefined ? {} : { version }) });
    },
    notify: ({ method }, sent) => void connection.sendNotification(method, sent),
    request: ({ method }, sent) => connection.sendRequest(method, sent),
    settings: async () => (workspace?.configuration === true ? connection.workspace.getConfiguration('millrace') : undefined),
    subscribe: async () => {
      if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'millrace' });
      }
      if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: watched }] });
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
      if (window?.workDoneProgress !== true) return { report: () => {}, done: () => {} };
      const progress = await connection.window.createWorkDoneProgress();
      progress.begin(title, 0);
      return { report: (percent) => progress.report(Math.round(percent)), done: () => progress.done() };
    },
  };
}
