import { statSync, watch, mkdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { createClient } from '../runtime/api/client.ts';
import { httpTransport } from '../runtime/api/http.ts';
import type { Context } from './commands/context.ts';
import { createCli } from './connections/cli.ts';
import { Connections } from './connections/connections.ts';
import { EmbeddedServer } from './connections/embedded-server.ts';
import { followEvents } from './connections/event-stream.ts';
import { ServerSession } from './connections/server-session.ts';
import { viewIds } from './contributes.ts';
import { DeploymentStore } from './deployments/deployment-store.ts';
import { FlowTree } from './deployments/flow-tree.ts';
import { PoolStore } from './pools/pool-store.ts';
import { PoolTree } from './pools/pool-tree.ts';
import { WorkerProcesses } from './pools/worker-processes.ts';
import type { Log } from './ports.ts';
import { systemTimers as timers } from './ports.ts';
import { diagnoseRun } from './runs/diagnose.ts';
import { LocalRuns } from './runs/local-runs.ts';
import { RunStore } from './runs/run-store.ts';
import { RunTree } from './runs/run-tree.ts';
import { registerCommands } from './vscode/commands.ts';
import { FlowFiles } from './vscode/flow-files.ts';
import { serveLogs } from './vscode/log-documents.ts';
import { editorMemento, editorSecrets, editorSettings, editorWorkspace as workspace } from './vscode/settings.ts';
import { showStatus } from './vscode/status-bar.ts';
import { showTree } from './vscode/tree-view.ts';
import { editorUi as ui } from './vscode/ui.ts';

/** Puts the extension together. Everything that is made here is disposed with the subscriptions. */
export function activate(extension: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Millrace', { log: true });
  const log: Log = { info: (text) => output.info(text), error: (text) => output.error(text) };
  const { context, disposables } = createContext(extension, log);
  const { session, runs, settings } = context;
  const shown = [showStatus(session), registerCommands(context, output), serveLogs(session, runs), ...showViews(context, disposables)];
  const watcher = watchServerFile(settings.home, () => void session.refresh());
  extension.subscriptions.push(watcher, ...shown, ...disposables, output);
  void session.refresh();
}

/** Everything that commands work with, and what has to be disposed of it. */
function createContext(extension: vscode.ExtensionContext, log: Log): { context: Context; disposables: vscode.Disposable[] } {
  const settings = editorSettings();
  const connections = new Connections(editorMemento(extension.globalState), editorSecrets(extension.secrets), settings);
  const session = createSession(connections, log);
  const cli = createCli(extension.asAbsolutePath('dist/runtime/bin/millrace.mjs'), () => ({ MILLRACE_HOME: settings.home }));
  const runs = new RunStore(session, timers, log);
  const deployments = new DeploymentStore(session, timers, log);
  const pools = new PoolStore(session, timers, log);
  const workers = new WorkerProcesses(cli, session, log);
  const flows = new FlowFiles();
  const flowTree = new FlowTree({ source: flows, deployments, runs, timers, modified });
  const runTree = new RunTree(runs, timers, (run) => diagnoseRun(run, pools.all(), timers.now()));
  const localRuns = new LocalRuns(cli, session, log);
  const server = new EmbeddedServer(cli, session, settings);
  void flows.scan();
  const stores = { runs, deployments, pools, workers, localRuns, flows, flowTree, runTree };
  const context = { ...stores, session, server, connections, cli, ui, settings, workspace, timers, log };
  return { context, disposables: [...Object.values(stores), session, settings] };
}

function createSession(connections: Connections, log: Log): ServerSession {
  return new ServerSession({
    resolve: () => connections.resolve(),
    connect: (connection) => createClient(httpTransport({ ...connection, retries: 1, timeout: 15_000 })),
    follow: (connection, listener) => followEvents(connection, listener, timers),
    timers,
    log,
  });
}

function showViews({ flowTree, runTree, pools, workers, runs }: Context, disposables: vscode.Disposable[]): vscode.Disposable[] {
  const poolTree = new PoolTree(pools, workers, runs, timers);
  disposables.push(poolTree);
  return [showTree(viewIds.flows, flowTree), showTree(viewIds.runs, runTree), showTree(viewIds.pools, poolTree)];
}

/** When a file was last changed; undefined when it is gone. */
function modified(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Notices servers that another window or a terminal starts and stops. */
function watchServerFile(home: string, changed: () => void): vscode.Disposable {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const watcher = watch(home, (_event, file) => (file === 'server.json' ? changed() : undefined));
  return new vscode.Disposable(() => watcher.close());
}
