import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import { formatAge } from '../runs/format.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { Run } from '../runs/run.ts';
import type { RunStore } from '../runs/run-store.ts';
import { t } from '../l10n.ts';
import type { Settings, Timers } from '../ports.ts';
import type { CodeFlow, FlowSource } from './code-flow.ts';

/** What stands above a flow in the code. */
export interface Lens {
  line: number;
  character: number;
  title: string;
  command: string;
  argument: string;
}

/** What lenses are made of. */
export interface LensOptions {
  flows: FlowSource;
  runs: RunStore;
  settings: Pick<Settings, 'codeLens' | 'onDidChange'>;
  timers: Timers;
}

/** Milliseconds after which ages are told anew. */
const agesGoOn = 15_000;

/** The lenses of files. Ages go on as long as the editor asks: it does for the files that are on the screen. */
export class FlowLenses implements Disposable {
  readonly #options: LensOptions;
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: Disposable[];
  #cancelTick: (() => void) | undefined;

  constructor(options: LensOptions) {
    const { flows, runs, settings } = options;
    this.#options = options;
    const changed = (): void => this.#changed.fire(undefined);
    this.#subscriptions = [flows.onDidChange(changed), runs.onDidChange(changed), settings.onDidChange(changed)];
  }

  readonly onDidChange = this.#changed.event;

  /** The lenses of a file; none where they are not wanted. */
  async of(path: string): Promise<Lens[]> {
    const { flows, runs, settings, timers } = this.#options;
    const found = settings.codeLens ? flows.flows().filter(({ place }) => place.path === path) : [];
    if (found.length === 0) return [];
    await runs.ensureLoaded().catch(() => undefined); // without a server there is no last state
    const latest = latestByFlow(runs.all());
    if (found.some(({ name }) => latest.has(name))) this.#tick();
    return lensesOf(found, latest, timers.now());
  }

  dispose(): void {
    this.#cancelTick?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #tick(): void {
    this.#cancelTick ??= this.#options.timers.after(agesGoOn, () => {
      this.#cancelTick = undefined;
      this.#changed.fire(undefined);
    });
  }
}

/** Run, deploy, debug, and how it went last, for the flows of one file. */
export function lensesOf(flows: readonly CodeFlow[], latest: ReadonlyMap<string, Run>, now: number): Lens[] {
  return flows.flatMap(({ name, place: { line, character } }) => {
    const at = { line, character };
    const last = latest.get(name);
    const lenses: Lens[] = [
      { ...at, title: t('$(play) Run'), command: 'millrace.runFlow', argument: `flow:${name}` },
      { ...at, title: t('$(cloud-upload) Deploy'), command: 'millrace.deployFlow', argument: `flow:${name}` },
      { ...at, title: t('$(debug-alt) Debug'), command: 'millrace.debugFlow', argument: `flow:${name}` },
    ];
    if (last === undefined) return lenses;
    const age = formatAge(last.ended ?? last.started ?? last.expected, now);
    return [
      ...lenses,
      { ...at, title: `${last.stateName ?? t('No state')} ${age}`, command: 'millrace.showRun', argument: `run:${last.id}` },
    ];
  });
}
