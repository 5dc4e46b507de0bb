import * as vscode from 'vscode';
import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import type { Context } from '../commands/context.ts';
import type { EditorCommandId } from '../commands/index.ts';
import { commands } from '../commands/index.ts';

/** A command as the editor calls it: with a row or an id, and what is selected. */
type Handler = (target: unknown, other: unknown) => Promise<unknown>;

/** Registers every command; what one throws is told to the person, and logged. */
export function registerCommands(
  context: Context,
  output: vscode.LogOutputChannel,
  editorCommands: Readonly<Record<Exclude<EditorCommandId, 'millrace.openOutput'>, Handler>>,
): vscode.Disposable {
  const all: [string, Handler][] = [
    ...Object.entries(commands).map(([id, command]): [string, Handler] => [id, (target, other) => command(context, target, other)]),
    ...Object.entries(editorCommands),
    ['millrace.openOutput', async () => output.show()],
  ];
  const registered = all.map(([id, handler]) =>
    vscode.commands.registerCommand(id, (...given: readonly unknown[]) =>
      isLostRow(given) ? undefined : run(id, context, () => handler(given[0], given[1])),
    ),
  );
  return vscode.Disposable.from(...registered);
}

/**
 * Whether a button of a row was pressed while its view was drawn anew. The editor gives a row and what is selected, and by
 * then knows the row no more. Without a row a command would ask which one is meant, as it does in the command palette.
 */
const isLostRow = (given: readonly unknown[]): boolean => given.length > 1 && given[0] === undefined;

async function run(id: string, context: Pick<Context, 'log'>, work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (MillraceError.is(error, 'cancelled')) return undefined;
    context.log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const unreachable = MillraceError.is(error, 'unreachable');
    const action = unreachable ? vscode.l10n.t('Start Server') : vscode.l10n.t('Open Log');
    const chosen = await vscode.window.showErrorMessage(messageOf(error), action);
    if (chosen === action) await vscode.commands.executeCommand(unreachable ? 'millrace.startServer' : 'millrace.openOutput');
    return undefined;
  }
}
