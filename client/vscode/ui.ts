import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Choice, Place, Question, Ui } from '../ports.ts';
import type { ShownTexts } from './shown-texts.ts';

const show = {
  information: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
};

type Row<T> = vscode.QuickPickItem & { value: T };

const toRow = <T>(choice: Choice<T>): Row<T> => ({ ...choice });

/** The person at the editor. */
export const editorUi = (texts: ShownTexts): Ui => ({
  async confirm(message, detail, action) {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) === action;
  },
  async pick<T>(title: string, choices: readonly Choice<T>[]) {
    const row = await vscode.window.showQuickPick(choices.map(toRow), {
      title,
      placeHolder: title,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    return row?.value;
  },
  async pickMany<T>(title: string, choices: readonly Choice<T>[]) {
    const rows = await vscode.window.showQuickPick(choices.map(toRow), { title, placeHolder: title, canPickMany: true });
    return rows?.map((row) => row.value);
  },
  async ask({ title, prompt, value, placeholder, secret, validate }: Question) {
    return vscode.window.showInputBox({
      title,
      ...(prompt === undefined ? {} : { prompt }),
      ...(value === undefined ? {} : { value }),
      ...(placeholder === undefined ? {} : { placeHolder: placeholder }),
      ...(validate === undefined ? {} : { validateInput: validate }),
      password: secret === true,
      ignoreFocusOut: true,
    });
  },
  async notify(kind, message, ...actions) {
    return show[kind](message, ...actions);
  },
  async progress(title, work) {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return work((message) => progress.report({ message }), controller.signal);
    });
  },
  async openPlace({ path, line, character }: Place) {
    const position = new vscode.Position(line, character);
    await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(position, position) });
  },
  async openDocument(uri) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    await vscode.window.showTextDocument(document, { preview: true });
  },
  showText: (name, text, language) => texts.show(name, text, language),
  async save(name, text) {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
    const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(join(folder.fsPath, name)) });
    if (target === undefined) return undefined;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    return target.fsPath;
  },
  async copy(text) {
    await vscode.env.clipboard.writeText(text);
  },
  async execute(command, ...args) {
    await vscode.commands.executeCommand(command, ...args);
  },
});
