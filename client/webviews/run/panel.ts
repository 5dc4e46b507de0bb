import * as vscode from 'vscode';
import { messageOf } from '../../../runtime/core/errors.ts';
import type { Context } from '../../commands/context.ts';
import { chooseRun } from '../../commands/choose.ts';
import { openTask } from '../../commands/views.ts';
import { t } from '../../l10n.ts';
import { taskNameOf } from '../../runs/graph-layout.ts';
import { RunPageModel } from '../../runs/run-page.ts';
import { webviewHtml, webviewOptions } from '../../vscode/webview-host.ts';
import type { FromPage, ToPage } from './messages.ts';

const viewType = 'millrace.run';

/** The pages of runs, one panel for each run. */
export class RunPages implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #context: Context;
  readonly #panels = new Map<string, vscode.WebviewPanel>();
  readonly #serializer: vscode.Disposable;

  constructor(extensionUri: vscode.Uri, context: Context) {
    this.#extensionUri = extensionUri;
    this.#context = context;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state: { runId?: string } | undefined) => {
        if (state?.runId === undefined) panel.dispose();
        else this.#fill(panel, state.runId);
      },
    });
  }

  /** Shows the page of the run that a row names, or that the person chooses. */
  async show(target: unknown): Promise<void> {
    const run = await chooseRun(this.#context, target, t('Show run'), () => true);
    if (run === undefined) return;
    const open = this.#panels.get(run.id);
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(viewType, run.name, vscode.ViewColumn.Active, webviewOptions(this.#extensionUri));
    panel.iconPath = new vscode.ThemeIcon('graph');
    this.#fill(panel, run.id);
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
  }

  #fill(panel: vscode.WebviewPanel, runId: string): void {
    const { session, runs, timers, flows } = this.#context;
    const model = new RunPageModel({ session, runs, timers, runId, planOf: (flow) => flows.plan(flow) });
    this.#panels.set(runId, panel);
    panel.webview.options = webviewOptions(this.#extensionUri);
    const send = (message: ToPage): void => void panel.webview.postMessage(message);
    const update = (): void => {
      if (!panel.visible) return;
      model.read().then(
        (page) => {
          panel.title = page.name;
          send({ type: 'page', page });
        },
        (error: unknown) => send({ type: 'fault', text: messageOf(error) }),
      );
    };
    const subscriptions = [
      model,
      model.onDidChange(update),
      session.onDidChange(update),
      panel.onDidChangeViewState(update),
      panel.webview.onDidReceiveMessage((message: FromPage) => (message.type === 'ready' ? update() : void this.#act(runId, message))),
    ];
    panel.onDidDispose(() => {
      this.#panels.delete(runId);
      for (const subscription of subscriptions) subscription.dispose();
    });
    panel.webview.html = webviewHtml(panel.webview, this.#extensionUri, 'run', t('Run'));
  }

  async #act(runId: string, message: Exclude<FromPage, { type: 'ready' }>): Promise<void> {
    const { ui } = this.#context;
    if (message.type === 'command') await ui.execute(`millrace.${message.command}`, `run:${runId}`);
    else if (message.type === 'openNode') await openTask(this.#context, runId, taskNameOf(message.label));
    else if (message.kind === 'flow-run') await ui.execute('millrace.showRun', `run:${message.id}`);
    else await ui.execute('millrace.openLogs', `run:${runId}`);
  }
}
