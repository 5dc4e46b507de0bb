import type { Disposable } from '../emitter.ts';
import type { Settings, Ui } from '../ports.ts';
import { t } from '../l10n.ts';
import type { StateChange } from './run.ts';
import type { RunStore } from './run-store.ts';

/** Runs that this window started: only their end is told. */
export class Notices implements Disposable {
  readonly #runs: RunStore;
  readonly #ui: Pick<Ui, 'notify' | 'execute'>;
  readonly #settings: Pick<Settings, 'notifications' | 'update'>;
  readonly #awaited = new Set<string>();
  readonly #subscription: Disposable;

  constructor(runs: RunStore, ui: Pick<Ui, 'notify' | 'execute'>, settings: Pick<Settings, 'notifications' | 'update'>) {
    this.#runs = runs;
    this.#ui = ui;
    this.#settings = settings;
    this.#subscription = runs.onDidTransition((change) => void this.#follow(change));
  }

  /** Tells the end of this run, too. */
  expect(runId: string): void {
    this.#awaited.add(runId);
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #follow({ kind, id, stateType, stateName, message }: StateChange): Promise<void> {
    const isEnd = stateType === 'COMPLETED' || stateType === 'FAILED' || stateType === 'CRASHED' || stateType === 'CANCELLED';
    if (kind !== 'flow-run' || !isEnd || !this.#awaited.delete(id)) return;
    const { notifications } = this.#settings;
    const failed = stateType === 'FAILED' || stateType === 'CRASHED';
    if (notifications === 'none' || (notifications === 'failures' && !failed)) return;
    const run = await this.#runs.read(id);
    const text = t('{0}: {1} is {2}{3}', run.flowName, run.name, stateName, message === undefined ? '' : `: ${message}`);
    const chosen = await this.#ui.notify(failed ? 'error' : 'information', text, t('Show Run'), t("Don't Show Again"));
    if (chosen === t('Show Run')) await this.#ui.execute('millrace.showRun', `run:${id}`);
    else if (chosen !== undefined) await this.#settings.update('notifications', 'none');
  }
}
