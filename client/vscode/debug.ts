import * as vscode from 'vscode';
import type { Context } from '../commands/context.ts';
import { flowAtCursor } from '../commands/debug.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';

/** What "Debug Flow" needs of the extension. */
export type DebugOptions = Pick<Context, 'flows' | 'ui' | 'cli' | 'session' | 'server'>;

/** A configuration of launch.json: `{ "type": "millrace", "request": "launch", "entrypoint": "flows/etl.ts:etl" }`. */
export function provideDebugging(options: DebugOptions): vscode.Disposable {
  const provideDebugConfigurations = (folder: vscode.WorkspaceFolder | undefined): vscode.DebugConfiguration[] =>
    options.flows
      .flows()
      .filter((flow) => folder === undefined || flow.folder === folder.uri.fsPath)
      .map((flow) => configurationOf(flow, {}));
  // Only one of the two providers resolves: what it returns is of another type, and would be resolved a second time.
  const provider: vscode.DebugConfigurationProvider = {
    provideDebugConfigurations,
    async resolveDebugConfiguration(folder, given) {
      const configuration = await complete(options, given);
      if (configuration === undefined) return undefined;
      const entrypoint = String(configuration['entrypoint']);
      await options.server.ensure();
      const parameters = JSON.stringify(configuration['parameters'] ?? {});
      const { program, programArguments, environment } = options.cli.invocation(['run', entrypoint, '--params', parameters], {
        connection: options.session.connection,
      });
      return {
        type: 'node',
        request: 'launch',
        name: configuration.name || vscode.l10n.t('Flow {0}', entrypoint),
        runtimeExecutable: program,
        program: programArguments.find((argument) => argument.endsWith('.mjs')),
        args: programArguments.slice(programArguments.findIndex((argument) => argument.endsWith('.mjs')) + 1),
        cwd: configuration['folder'] ?? folder?.uri.fsPath,
        env: environment,
        console: 'internalConsole',
        outputCapture: 'std',
        skipFiles: ['<node_internals>/**', '**/dist/runtime/lib/**'],
      };
    },
  };
  return vscode.Disposable.from(
    vscode.debug.registerDebugConfigurationProvider('millrace', provider),
    vscode.debug.registerDebugConfigurationProvider(
      'millrace',
      { provideDebugConfigurations },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
}

/** A configuration that names its flow: F5 without launch.json gives an empty one. Undefined when the person chose none. */
async function complete(options: DebugOptions, configuration: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration | undefined> {
  if (typeof configuration['entrypoint'] === 'string') return configuration;
  const editor = vscode.window.activeTextEditor;
  const flow = await flowAtCursor(options, editor && { path: editor.document.uri.fsPath, line: editor.selection.active.line });
  return flow && { ...configurationOf(flow, {}), folder: flow.folder };
}

/** Starts a debug session of a flow with these parameters. */
export async function debugFlow(flow: CodeFlow, parameters: Record<string, unknown>): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(flow.place.path));
  await vscode.debug.startDebugging(folder, configurationOf(flow, parameters));
}

const configurationOf = (flow: CodeFlow, parameters: Record<string, unknown>): vscode.DebugConfiguration => ({
  type: 'millrace',
  request: 'launch',
  name: vscode.l10n.t('Flow {0}', flow.name),
  entrypoint: entrypointOf(flow),
  parameters,
});
