import type { Log } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { CodeFlow, FlowSource } from '../deployments/code-flow.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log as Output, Place } from '../ports.ts';
import { t } from '../l10n.ts';
import { latestByFlow } from './latest.ts';
import { sourceLinks } from './log-document.ts';
import type { Run, StateChange } from './run.ts';
import type { RunStore } from './run-store.ts';

/** Why and where the last run of a flow failed. */
export interface Failure {
  run: Run;
  place: Place;
  message: string;
}

/** What failures are found with. */
export interface FailureOptions {
  session: ServerSession;
  runs: RunStore;
  flows: FlowSource;
  log: Output;
}

/** ERROR of Python's logging. */
const errorLevel = 40;

/** The last failure of each flow of the code, until its next success; also one that happened before this window was opened. */
export class Failures implements Disposable {
  readonly #options: FailureOptions;
  readonly #changed = new Emitter<undefined>();
  readonly #failures = new Map<string, Failure>();
  /** The flows whose earlier runs were looked at. */
  readonly #recalled = new Set<string>();
  readonly #subscriptions: Disposable[];

  constructor(options: FailureOptions) {
    this.#options = options;
    this.#subscriptions = [
      options.runs.onDidChange(() => void this.#recall()),
      options.flows.onDidChange(() => void this.#recall()),
      options.runs.onDidTransition((change) => void this.#follow(change)),
      options.session.onDidChange(({ kind }) => (kind === 'none' ? this.#clear() : undefined)),
    ];
  }

  readonly onDidChange = this.#changed.event;

  all(): readonly Failure[] {
    return [...this.#failures.values()];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #clear(): void {
    this.#failures.clear();
    this.#recalled.clear();
    this.#changed.fire(undefined);
  }

  async #follow({ kind, id, stateType }: StateChange): Promise<void> {
    if (kind !== 'flow-run' || (!isFailure(stateType) && stateType !== 'COMPLETED')) return;
    await this.#reporting(id, async () => {
      const run = await this.#options.runs.read(id);
      const flow = this.#options.flows.flows().find(({ name }) => name === run.flowName);
      if (flow === undefined) return;
      this.#recalled.add(flow.name);
      if (stateType === 'COMPLETED') this.#failures.delete(flow.name);
      else this.#failures.set(flow.name, { run, ...(await this.#explain(run, flow)) });
      this.#changed.fire(undefined);
    });
  }

  /** Looks, once for each flow, at the newest run that is loaded. With a filter that need not be the flow's newest. */
  async #recall(): Promise<void> {
    const { runs, flows } = this.#options;
    if (Object.keys(runs.filter).length > 0) return;
    const unknown = flows.flows().filter(({ name }) => !this.#recalled.has(name));
    if (unknown.length === 0) return;
    const latest = latestByFlow(runs.all());
    for (const flow of unknown) {
      const run = latest.get(flow.name);
      if (run === undefined || this.#recalled.has(flow.name)) continue;
      this.#recalled.add(flow.name);
      if (isFailure(run.stateType)) await this.#reporting(run.id, () => this.#recallRun(run, flow));
    }
  }

  async #recallRun(run: Run, flow: CodeFlow): Promise<void> {
    const failure = { run, ...(await this.#explain(run, flow)) };
    // What has happened meanwhile is newer.
    if (latestByFlow(this.#options.runs.all()).get(flow.name)?.id !== run.id) return;
    this.#failures.set(flow.name, failure);
    this.#changed.fire(undefined);
  }

  async #reporting(id: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.error(`Why run ${id} failed could not be read: ${messageOf(error)}`);
    }
  }

  /** The place of the user's code that an error of the run names; else the flow itself. */
  async #explain(run: Run, flow: CodeFlow): Promise<{ place: Place; message: string }> {
    const client = this.#options.session.require();
    const logs = await client.logs.filter({
      logs: { flowRunId: { any_: [run.id] }, level: { ge_: errorLevel } },
      sort: 'TIMESTAMP_ASC',
      limit: 50,
    });
    const place = placeIn(logs, flow.folder) ?? flow.place;
    return { place, message: `${run.flowName}: ${run.message ?? t('the last run is {0}', run.stateName ?? t('not completed'))}` };
  }
}

const isFailure = (stateType: string | null): boolean => stateType === 'FAILED' || stateType === 'CRASHED';

/** The first place in a folder, outside of its packages, that stack traces name; the first error is the cause. */
export function placeIn(logs: readonly Pick<Log, 'message'>[], folder: string): Place | undefined {
  const links = logs.flatMap(({ message }) => message.split('\n').flatMap(sourceLinks));
  const own = links.find(({ path }) => path.startsWith(`${folder}/`) && !path.includes('/node_modules/'));
  return own === undefined ? undefined : { path: own.path, line: own.line, character: own.character };
}
