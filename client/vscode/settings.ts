import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { homeFolder } from '../../runtime/api/connection.ts';
import { makeFolder } from '../../runtime/api/make-folder.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Memento, Secrets, Settings, Workspace } from '../ports.ts';

const read = <T>(key: string, initial: T): T => vscode.workspace.getConfiguration('millrace').get(key, initial);

/** The settings `millrace.*`, read when they are asked for. */
export function editorSettings(): Settings & Disposable {
  const changed = new Emitter<undefined>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('millrace')) changed.fire(undefined);
  });
  return {
    get home() {
      return read('home', '') || homeFolder(process.env);
    },
    get serverPort() {
      return read('server.port', 0);
    },
    get defaultPool() {
      return read('defaultPool', 'default');
    },
    get workerLimit() {
      return read('worker.limit', 5);
    },
    get codeLens() {
      return read('codeLens.enabled', true);
    },
    get failureDiagnostics() {
      return read('failureDiagnostics.enabled', true);
    },
    get notifications() {
      return read<Settings['notifications']>('notifications', 'failures');
    },
    onDidChange: changed.event,
    update: async (name, value) => vscode.workspace.getConfiguration('millrace').update(name, value, vscode.ConfigurationTarget.Global),
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}

/** The open folders. */
export const editorWorkspace: Workspace = {
  get folders() {
    return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  },
  get trusted() {
    return vscode.workspace.isTrusted;
  },
  async create(path, text) {
    if (existsSync(path)) throw new MillraceError('conflict', vscode.l10n.t('{0} exists already: choose another name.', path));
    await editorWorkspace.write(path, text);
  },
  async read(path) {
    return existsSync(path) ? readFile(path, 'utf8') : '';
  },
  async write(path, text) {
    makeFolder(dirname(path));
    await writeFile(path, text);
  },
};

/** VS Code's store of secrets. */
export const editorSecrets = (storage: vscode.SecretStorage): Secrets => ({
  get: async (key) => storage.get(key),
  set: async (key, value) => storage.store(key, value),
  delete: async (key) => storage.delete(key),
});

/** Values of this user, or of this workspace. */
export const editorMemento = (memento: vscode.Memento): Memento => ({
  get: (key, initial) => memento.get(key, initial),
  set: async (key, value) => memento.update(key, value),
});
