import { statSync, watch } from 'node:fs';
import * as vscode from 'vscode';
import { makeFolder } from '../runtime/api/make-folder.ts';
import { messageOf } from '../runtime/core/errors.ts';
import { viewIds } from './contributes.ts';
import type { Parts } from './create-context.ts';
import { createContext } from './create-context.ts';
import type { Event } from './emitter.ts';
import { CodeFlows } from './deployments/flow-source.ts';
import { translateWith } from './l10n.ts';
import { LanguageServer } from './lsp/language-server.ts';
import type { FormRequest, Log } from './ports.ts';
import { offerTools } from './vscode/agent-tools.ts';
import { annotateCode } from './vscode/code-annotations.ts';
import { registerCommands } from './vscode/commands.ts';
import { debugFlow, provideDebugging } from './vscode/debug.ts';
import { FlowFiles } from './vscode/flow-files.ts';
import { serveLogs } from './vscode/log-documents.ts';
import { showLanguageStatus } from './vscode/language-status.ts';
import { editorMemento, editorSecrets, editorSettings, editorWorkspace as workspace } from './vscode/settings.ts';
import { showProgress, showStatus } from './vscode/status-bar.ts';
import { provideTasks } from './vscode/tasks.ts';
import { showTree } from './vscode/tree-view.ts';
import { ShownTexts } from './vscode/shown-texts.ts';
import { editorUi } from './vscode/ui.ts';
import { openForm as showForm } from './webviews/form/panel.ts';
import { RunPages } from './webviews/run/panel.ts';

/** Puts the extension together. Everything that is made here is disposed with the subscriptions. */
export function activate(extension: vscode.ExtensionContext): void {
  const told = measured();
  translateWith(vscode.l10n.t);
  const output = vscode.window.createOutputChannel('Millrace', { log: true });
  const log: Log = { info: (text) => output.info(text), error: (text) => output.error(text) };
  const settings = editorSettings();
  const files = new FlowFiles();
  const language = new LanguageServer(log);
  const flows = new CodeFlows(files, language);
  const memento = editorMemento(extension.globalState);
  const workspaceMemento = editorMemento(extension.workspaceState);
  const secrets = editorSecrets(extension.secrets);
  const cliEntry = extension.asAbsolutePath('dist/runtime/bin/millrace.mjs');
  const openForm = (request: FormRequest): void => showForm(extension.extensionUri, request);
  const texts = new ShownTexts();
  const ui = editorUi(texts);
  const parts = createContext({
    ui,
    settings,
    workspace,
    flows,
    debug: debugFlow,
    openForm,
    log,
    cliEntry,
    memento,
    workspaceMemento,
    secrets,
    modified,
  });
  const { session, runs, cli } = parts;
  const pages = new RunPages(extension.extensionUri, parts);
  const views = [showTree(viewIds.flows, parts.flowTree), showTree(viewIds.runs, parts.runTree), showTree(viewIds.pools, parts.poolTree)];
  const providers = [serveLogs(session, runs), provideTasks(flows, cli, session), provideDebugging(parts)];
  const agents = offerTools(parts, String(Reflect.get(new Object(extension.extension.packageJSON), 'version')));
  const annotations = annotateCode(parts, extension.extensionUri);
  const status = [
    showLanguageStatus(language),
    showStatus(session),
    showProgress(parts),
    watchServerFile(settings.home, () => void session.refresh(), log),
  ];
  const commands = registerCommands(parts, output, {
    'millrace.showRun': (target) => pages.show(target),
    'millrace.restartLanguageServer': () => language.restart(),
  });
  const shown = [...views, ...providers, ...status, annotations, agents, commands, pages];
  extension.subscriptions.push(...shown, texts, parts, flows, files, language, settings, output);
  void files.scan();
  void startLanguage(language, extension, parts);
  told(log);
}

/** Milliseconds for which the language server waits until the views have their first data, at most. */
const viewsComeFirst = 1500;

/** Milliseconds in which the editor draws them. */
const drawing = 500;

/** Starts the language server after the views have their data: loading it takes a processor of its own for a while. */
async function startLanguage(language: LanguageServer, extension: vscode.ExtensionContext, parts: Parts): Promise<void> {
  const { session, runs, timers } = parts;
  const after = (milliseconds: number): Promise<void> => new Promise((resolve) => timers.after(milliseconds, resolve));
  const patience = after(viewsComeFirst);
  await Promise.race([session.refresh(), patience]);
  if (session.client !== undefined) await Promise.race([nextOf(runs.onDidChange).then(() => after(drawing)), patience]);
  await language.start(extension, parts);
}

/** Resolves when it happens next. */
function nextOf(event: Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const subscription = event(() => {
      subscription.dispose();
      resolve();
    });
  });
}

/** Measures the activation; what it gives says how long it took. */
function measured(): (log: Log) => void {
  const began = performance.now();
  const before = process.cpuUsage();
  return (log) => {
    const { user, system } = process.cpuUsage(before);
    const took = (performance.now() - began).toFixed(1);
    log.info(`Activated in ${took} ms, with ${((user + system) / 1000).toFixed(1)} ms of processor time`);
  };
}

/** When a file was last changed; undefined when it is gone. */
function modified(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Notices servers that another window or a terminal starts and stops. */
function watchServerFile(home: string, changed: () => void, log: Log): vscode.Disposable {
  try {
    makeFolder(home, 0o700);
    const watcher = watch(home, (_event, file) => (file === 'server.json' ? changed() : undefined));
    return new vscode.Disposable(() => watcher.close());
  } catch (error) {
    log.error(`Servers that are started and stopped elsewhere are not noticed: ${messageOf(error)}`);
    return new vscode.Disposable(() => {});
  }
}
