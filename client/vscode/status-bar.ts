import * as vscode from 'vscode';
import type { FlowSource } from '../deployments/code-flow.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { ServerSession, ServerStatus } from '../connections/server-session.ts';

/** Tells `when` clauses and the walkthrough whether there are flows, a filter, and a run that has completed. */
export function showProgress({ flows, runs }: { flows: FlowSource; runs: RunStore }): vscode.Disposable {
  const tell = (key: string): void => void vscode.commands.executeCommand('setContext', key, true);
  let filtered = false;
  const tellFilter = (): void => {
    const now = Object.keys(runs.filter).length > 0;
    if (now !== filtered) void vscode.commands.executeCommand('setContext', 'millrace.filtered', now);
    filtered = now;
  };
  tellFilter();
  const subscriptions = [
    runs.onDidChange(tellFilter),
    flows.onDidChange(() => (flows.flows().length > 0 ? tell('millrace.hasFlows') : undefined)),
    runs.onDidTransition(({ kind, stateType }) =>
      kind === 'flow-run' && stateType === 'COMPLETED' ? tell('millrace.hasCompleted') : undefined,
    ),
  ];
  return vscode.Disposable.from(...subscriptions);
}

/** Shows which server is meant and how it is; a click lets switch, start and stop it. */
export function showStatus(session: ServerSession): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('millrace.server', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Millrace Server';
  item.command = 'millrace.switchServer';
  const update = (status: ServerStatus): void => {
    const { text, tooltip } = describe(status);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip, role: 'button' };
    item.backgroundColor = status.kind === 'unreachable' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    void vscode.commands.executeCommand('setContext', 'millrace.server', status.kind);
  };
  update(session.status);
  item.show();
  return vscode.Disposable.from(item, session.onDidChange(update));
}

function describe(status: ServerStatus): { text: string; tooltip: string } {
  const { l10n } = vscode;
  if (status.kind === 'none') {
    return {
      text: l10n.t('$(server-process) Millrace: no server'),
      tooltip: l10n.t('No server is running. Click to start or choose one.'),
    };
  }
  const { name, url } = status;
  if (status.kind === 'connecting') return { text: `$(sync~spin) Millrace: ${name}`, tooltip: l10n.t('Connecting to {0}', url) };
  if (status.kind === 'unreachable') {
    return { text: `$(warning) Millrace: ${name}`, tooltip: l10n.t('{0} does not answer: {1}', url, status.reason) };
  }
  return {
    text: `$(server-process) Millrace: ${name}`,
    tooltip: l10n.t('Connected to {0} ({1}), API of Prefect {2}', name, url, status.version),
  };
}
