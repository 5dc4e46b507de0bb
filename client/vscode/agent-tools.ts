import * as vscode from 'vscode';
import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import type { JsonObject } from '../../runtime/core/json.ts';
import { tools } from '../../runtime/agent-tools/index.ts';
import type { Tool, ToolHost } from '../../runtime/agent-tools/tool.ts';
import type { Context } from '../commands/context.ts';
import { requireTrust } from '../commands/run-flow.ts';

/** The name under which package.json contributes a tool. */
const contributedName = (tool: Pick<Tool, 'name'>): string => `millrace_${tool.name}`;

/** Tools for the editor's language models, and a server of the same tools for other agents. */
export function offerTools(context: Context, version: string): vscode.Disposable {
  const host = hostOf(context);
  const registered = tools.map((tool) => vscode.lm.registerTool(contributedName(tool), toEditorTool(tool, host)));
  const provider = vscode.lm.registerMcpServerDefinitionProvider('millrace', {
    provideMcpServerDefinitions() {
      const { program, programArguments, environment } = context.cli.invocation(['mcp'], { connection: context.session.connection });
      return [new vscode.McpStdioServerDefinition('Millrace', program, programArguments, environment, version)];
    },
  });
  return vscode.Disposable.from(...registered, provider);
}

function toEditorTool(tool: Tool, host: ToolHost): vscode.LanguageModelTool<JsonObject> {
  return {
    prepareInvocation({ input }) {
      const message = tool.confirm?.(input);
      const asked = message === undefined ? {} : { confirmationMessages: { title: tool.title, message } };
      return { invocationMessage: tool.title, ...asked };
    },
    async invoke({ input }) {
      try {
        return new vscode.LanguageModelToolResult([vscode.LanguageModelDataPart.json(await tool.run(input, host))]);
      } catch (error) {
        // What went wrong is an answer too: the model reads it and tries something else.
        const code = MillraceError.is(error) ? error.code : 'failed';
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(`${code}: ${messageOf(error)}`)]);
      }
    },
  };
}

function hostOf(context: Context): ToolHost {
  const run = async (entrypoint: string, ...args: string[]): Promise<string> => {
    requireTrust(context);
    await context.server.ensure();
    const [file = ''] = entrypoint.split(':');
    const folder = context.flows.flows().find((flow) => flow.file === file)?.folder ?? context.workspace.folders[0];
    return context.cli.run(args, { folder, connection: context.session.connection });
  };
  return {
    client: async () => context.session.require(),
    deploy: ({ entrypoint, name, pool }) => run(entrypoint, 'deploy', entrypoint, '--name', name, '--pool', pool),
    runFlow: ({ entrypoint, parameters }) => run(entrypoint, 'run', entrypoint, '--params', JSON.stringify(parameters)),
  };
}
