import * as vscode from 'vscode';
import type { FlowSource } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';
import type { Cli } from '../connections/cli.ts';
import type { ServerSession } from '../connections/server-session.ts';

/** A task of tasks.json: `{ "type": "millrace", "command": "run", "args": ["flows/etl.ts:etl"] }`. */
interface Definition extends vscode.TaskDefinition {
  command: string;
  args?: string[];
}

/** Tasks that run the bundled command line: `millrace: run …`, `deploy …`, `worker …`, `lint`. */
export function provideTasks(flows: FlowSource, cli: Cli, session: ServerSession): vscode.Disposable {
  const make = (definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task => {
    const args = definition.args ?? [];
    const { program, programArguments, environment } = cli.invocation([...definition.command.split(' '), ...args], {
      connection: session.connection,
    });
    const execution = new vscode.ProcessExecution(program, programArguments, { cwd: folder.uri.fsPath, env: environment });
    const task = new vscode.Task(definition, folder, [definition.command, ...args].join(' '), 'millrace', execution, '$millrace');
    task.isBackground = definition.command === 'worker start';
    return task;
  };
  const provider: vscode.TaskProvider = {
    provideTasks: () =>
      (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => {
        const own = flows.flows().filter((flow) => flow.folder === folder.uri.fsPath);
        return [
          ...own.map((flow) => make({ type: 'millrace', command: 'run', args: [entrypointOf(flow)] }, folder)),
          make({ type: 'millrace', command: 'deploy', args: ['--all'] }, folder),
          make({ type: 'millrace', command: 'worker start', args: ['--pool', 'default'] }, folder),
          make({ type: 'millrace', command: 'lint' }, folder),
        ];
      }),
    resolveTask(task) {
      const { command, args } = task.definition;
      const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
      if (typeof command !== 'string' || folder === undefined) return undefined;
      return make({ ...task.definition, command, ...(Array.isArray(args) ? { args: args.map(String) } : {}) }, folder);
    },
  };
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider('millrace', provider),
    vscode.tasks.onDidEndTaskProcess(({ execution: { task }, exitCode }) =>
      task.definition.type === 'millrace' && exitCode === unreachable ? void offerServer(task) : undefined,
    ),
  );
}

/** The exit code of the command line when it found no server. */
const unreachable = 4;

/** Offers to start the server that a task has missed, and begins the task anew then. */
async function offerServer(task: vscode.Task): Promise<void> {
  const { l10n } = vscode;
  const start = l10n.t('Start Server');
  if ((await vscode.window.showErrorMessage(l10n.t('The task "{0}" needs a server, and none answers.', task.name), start)) !== start)
    return;
  await vscode.commands.executeCommand('millrace.startServer');
  await vscode.tasks.executeTask(task);
}
