import * as vscode from 'vscode';
import { messageOf } from '../../runtime/core/errors.ts';
import type { ServerSession } from '../connections/server-session.ts';
import { foldingRanges, sourceLinks } from '../runs/log-document.ts';
import { LogTail } from '../runs/log-tail.ts';
import type { RunStore } from '../runs/run-store.ts';
import { systemTimers } from '../ports.ts';

const scheme = 'millrace-run';
const language = 'millrace-log';

/** Logs of runs as documents `millrace-run:/<name>.millrace-log?<run id>`: they grow while they are open. */
export function serveLogs(session: ServerSession, runs: RunStore): vscode.Disposable {
  const tails = new Map<string, LogTail>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const tailOf = (uri: vscode.Uri): LogTail => {
    const key = uri.toString();
    const tail = tails.get(key) ?? new LogTail({ session, runs, timers: systemTimers, runId: uri.query, changed: () => changed.fire(uri) });
    tails.set(key, tail);
    return tail;
  };
  const close = (document: vscode.TextDocument): void => {
    tails.get(document.uri.toString())?.dispose();
    tails.delete(document.uri.toString());
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) =>
        tailOf(uri)
          .text()
          .catch((error: unknown) => `${vscode.l10n.t('The log cannot be read: {0}', messageOf(error))}\n`),
    }),
    vscode.workspace.onDidCloseTextDocument((document) => (document.uri.scheme === scheme ? close(document) : undefined)),
    vscode.languages.registerFoldingRangeProvider(
      { language },
      {
        provideFoldingRanges: (document) =>
          foldingRanges(document.getText().split('\n')).map(({ start, end }) => new vscode.FoldingRange(start, end)),
      },
    ),
    vscode.languages.registerDocumentLinkProvider({ language }, { provideDocumentLinks: linksOf }),
    { dispose: () => tails.forEach((tail) => tail.dispose()) },
  );
}

function linksOf(document: vscode.TextDocument): vscode.DocumentLink[] {
  return document
    .getText()
    .split('\n')
    .flatMap((text, index) =>
      sourceLinks(text).map(({ path, line, character, start, end }) => {
        const target = vscode.Uri.file(path).with({ fragment: `L${line + 1},${character + 1}` });
        return new vscode.DocumentLink(new vscode.Range(index, start, index, end), target);
      }),
    );
}
