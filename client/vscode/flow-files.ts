import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { flowFiles } from '../contributes.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import type { FlowTexts } from '../deployments/flow-source.ts';
import { scanFlows } from '../deployments/scan-flows.ts';
import { Emitter } from '../emitter.ts';

const excluded = '**/{node_modules,dist,out,build,.git}/**';

/** Files that one search looks through: a folder with more is somebody's whole disk. */
const mostFiles = 2000;

/** The flows in the open folders by their text, kept true as files change. */
export class FlowFiles implements FlowTexts, vscode.Disposable {
  readonly #byFile = new Map<string, CodeFlow[]>();
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(flowFiles);
    this.#subscriptions = [
      watcher,
      watcher.onDidCreate((uri) => this.#read(uri)),
      watcher.onDidChange((uri) => this.#read(uri)),
      watcher.onDidDelete((uri) => this.#drop(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.scan()),
    ];
  }

  readonly onDidChange = this.#changed.event;

  flows(): readonly CodeFlow[] {
    return [...this.#byFile.values()].flat();
  }

  /** Looks through all files. */
  async scan(): Promise<void> {
    const uris = await vscode.workspace.findFiles(flowFiles, excluded, mostFiles);
    this.#byFile.clear();
    await Promise.all(uris.map((uri) => this.#take(uri)));
    void vscode.commands.executeCommand('setContext', 'millrace.scanned', true);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    if (/[/\\](node_modules|dist|out|build|\.git)[/\\]/.test(uri.fsPath)) return;
    await this.#take(uri);
    this.#changed.fire(undefined);
  }

  async #take(uri: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder === undefined || uri.scheme !== 'file') return;
    const text = await readFile(uri.fsPath, 'utf8').catch(() => ''); // deleted meanwhile
    const file = relative(folder.uri.fsPath, uri.fsPath).split(sep).join('/');
    const flows = scanFlows(text, file, folder.uri.fsPath);
    if (flows.length > 0) this.#byFile.set(uri.fsPath, flows);
    else this.#byFile.delete(uri.fsPath);
  }

  #drop(uri: vscode.Uri): void {
    if (this.#byFile.delete(uri.fsPath)) this.#changed.fire(undefined);
  }
}
