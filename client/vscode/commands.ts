import * as vscode from 'vscode';
import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import type { Context } from '../commands/context.ts';
import type { Command } from '../commands/index.ts';
import { commands } from '../commands/index.ts';

/** Registers every command; what one throws is told to the person, and logged. */
export function registerCommands(context: Context, output: vscode.LogOutputChannel): vscode.Disposable {
  const registered = Object.entries(commands).map(([id, command]) =>
    vscode.commands.registerCommand(id, (target: unknown, other: unknown) => run(id, command, context, target, other)),
  );
  return vscode.Disposable.from(
    ...registered,
    vscode.commands.registerCommand('millrace.openOutput', () => output.show()),
  );
}

async function run(id: string, command: Command, context: Context, target: unknown, other: unknown): Promise<unknown> {
  try {
    return await command(context, target, other);
  } catch (error) {
    if (MillraceError.is(error, 'cancelled')) return undefined;
    context.log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const action = MillraceError.is(error, 'unreachable') ? vscode.l10n.t('Start Server') : vscode.l10n.t('Open Log');
    const chosen = await vscode.window.showErrorMessage(messageOf(error), action);
    if (chosen === action) {
      await vscode.commands.executeCommand(MillraceError.is(error, 'unreachable') ? 'millrace.startServer' : 'millrace.openOutput');
    }
    return undefined;
  }
}
