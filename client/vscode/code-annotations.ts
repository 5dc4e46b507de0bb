import * as vscode from 'vscode';
import { flowLanguages } from '../contributes.ts';
import { logUri } from '../commands/runs.ts';
import type { CodeFlow, FlowSource } from '../deployments/code-flow.ts';
import { FlowLenses } from '../deployments/flow-lenses.ts';
import { t } from '../l10n.ts';
import type { Settings, Timers } from '../ports.ts';
import type { Failure, Failures } from '../runs/failures.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { Run } from '../runs/run.ts';
import type { RunStore } from '../runs/run-store.ts';

/** What the code is annotated from. */
export interface Annotated {
  flows: FlowSource;
  runs: RunStore;
  failures: Failures;
  settings: Settings;
  timers: Timers;
}

/** Lenses above flows, states beside them, and failures as problems. */
export function annotateCode(annotated: Annotated, extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.Disposable.from(showLenses(annotated), showStates(annotated, extensionUri), showFailures(annotated));
}

const inFile = (flows: FlowSource, uri: vscode.Uri): CodeFlow[] => flows.flows().filter(({ place }) => place.path === uri.fsPath);

function showLenses(annotated: Annotated): vscode.Disposable {
  const lenses = new FlowLenses(annotated);
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async ({ uri }) =>
      (await lenses.of(uri.fsPath)).map(
        ({ line, character, title, command, argument }) =>
          new vscode.CodeLens(new vscode.Range(line, character, line, character), { title, command, arguments: [argument] }),
      ),
  };
  const registered = vscode.languages.registerCodeLensProvider([...flowLanguages], provider);
  return vscode.Disposable.from(
    lenses,
    changed,
    registered,
    lenses.onDidChange(() => changed.fire()),
  );
}

const marks: Readonly<Record<string, string>> = { COMPLETED: 'completed', FAILED: 'failed', CRASHED: 'failed', RUNNING: 'running' };

function showStates({ flows, runs }: Annotated, extensionUri: vscode.Uri): vscode.Disposable {
  const types = new Map(
    [...new Set(Object.values(marks))].map((name) => {
      const gutterIconPath = vscode.Uri.joinPath(extensionUri, 'media/states', `${name}.svg`);
      return [name, vscode.window.createTextEditorDecorationType({ gutterIconPath, gutterIconSize: '70%' })];
    }),
  );
  const update = (): void => {
    const latest = latestByFlow(runs.all());
    for (const editor of vscode.window.visibleTextEditors) {
      const found = inFile(flows, editor.document.uri);
      for (const [name, type] of types) {
        const marked = found.filter((flow) => markOf(latest.get(flow.name)) === name);
        editor.setDecorations(
          type,
          marked.map(({ place }) => new vscode.Range(place.line, 0, place.line, 0)),
        );
      }
    }
  };
  const subscriptions = [flows.onDidChange(update), runs.onDidChange(update), vscode.window.onDidChangeVisibleTextEditors(update)];
  return vscode.Disposable.from(...subscriptions, ...types.values());
}

const markOf = (run: Run | undefined): string | undefined => marks[run?.stateType ?? ''];

function showFailures({ failures, settings }: Annotated): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('millrace-runs');
  const update = (): void => {
    collection.clear();
    if (!settings.failureDiagnostics) return;
    const byFile = Map.groupBy(failures.all(), ({ place }) => place.path);
    for (const [path, found] of byFile) collection.set(vscode.Uri.file(path), found.map(toDiagnostic));
  };
  return vscode.Disposable.from(collection, failures.onDidChange(update), settings.onDidChange(update));
}

/** The editor ends a range where the line ends. */
const endOfLine = 10_000;

function toDiagnostic({ run, place, message }: Failure): vscode.Diagnostic {
  const range = new vscode.Range(place.line, place.character, place.line, endOfLine);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Millrace';
  diagnostic.code = { value: t('failed run'), target: vscode.Uri.parse(logUri(run)) };
  return diagnostic;
}
