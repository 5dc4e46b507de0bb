import type { Deployment, Event as ServerEvent } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';
import { t } from '../l10n.ts';

/** A deployment with the name of its flow and the time of its next run. */
export interface KnownDeployment {
  deployment: Deployment;
  flowName: string;
  /** Milliseconds since the epoch. */
  nextRun: number | undefined;
}

const pageSize = 200;

/** Milliseconds in which events about deployments are gathered into one reading. */
const gather = 60;

/** Milliseconds between looks at a server that tells nothing by itself. */
const interval = 5000;

/** The deployments of the server. */
export class DeploymentStore implements Disposable {
  readonly #session: ServerSession;
  readonly #timers: Timers;
  readonly #log: Log;
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: Disposable[];
  #known = new Map<string, KnownDeployment>();
  #loading: Promise<void> | undefined;
  #fresh = false;
  #visible = false;
  #cancel: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(session: ServerSession, timers: Timers, log: Log) {
    this.#session = session;
    this.#timers = timers;
    this.#log = log;
    this.#subscriptions = [
      session.onDidReceiveEvent((event) => this.#receive(event)),
      session.onDidChange(({ kind }) => {
        const tells = kind === 'connected' || this.#known.size > 0;
        this.#known = new Map();
        this.#fresh = false;
        if (tells) this.#outdated();
      }),
    ];
  }

  readonly onDidChange = this.#changed.event;

  all(): KnownDeployment[] {
    return [...this.#known.values()];
  }

  get(id: string): KnownDeployment | undefined {
    return this.#known.get(id);
  }

  /** A hidden view asks nothing: it reads when it is shown again. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible && !this.#fresh) this.#schedule();
    this.#lookAgain();
  }

  /** Reads the deployments unless they are known and up to date. */
  async ensureLoaded(): Promise<void> {
    if (!this.#fresh) await this.reload();
  }

  /** Reads the deployments anew. */
  reload(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancelLook?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const { client } = this.#session;
    if (client === undefined) return;
    this.#fresh = true;
    const deployments: Deployment[] = [];
    for (;;) {
      const page = await client.deployments.filter({ sort: 'NAME_ASC', limit: pageSize, offset: deployments.length });
      deployments.push(...page);
      if (page.length < pageSize) break;
    }
    const flowIds = [...new Set(deployments.map(({ flowId }) => flowId))];
    const [flows, scheduled] = await Promise.all([
      flowIds.length === 0 ? [] : client.flows.filter({ flows: { id: { any_: flowIds.slice(0, pageSize) } }, limit: pageSize }),
      client.flowRuns.filter({
        flowRuns: { state: { type: { any_: ['SCHEDULED'] } } },
        sort: 'NEXT_SCHEDULED_START_TIME_ASC',
        limit: pageSize,
      }),
    ]);
    if (client !== this.#session.client) return;
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    const next = new Map<string, number>();
    for (const { deploymentId, nextScheduledStartTime: at } of scheduled.toReversed()) {
      if (deploymentId !== null && at !== null) next.set(deploymentId, Date.parse(at));
    }
    this.#known = new Map(
      deployments.map((deployment) => [
        deployment.id,
        { deployment, flowName: names.get(deployment.flowId) ?? t('unknown flow'), nextRun: next.get(deployment.id) },
      ]),
    );
    this.#changed.fire(undefined);
  }

  /** A server that tells nothing by itself is asked again and again, while somebody looks. */
  #lookAgain(): void {
    this.#cancelLook?.();
    if (!this.#visible) return;
    this.#cancelLook = this.#timers.after(interval, () => {
      if (!this.#session.isLive && this.#session.client !== undefined) this.#schedule();
      this.#lookAgain();
    });
  }

  #receive(event: ServerEvent): void {
    if (event.event.startsWith('prefect.deployment.') || event.event === 'prefect.flow-run.Scheduled') this.#outdated();
  }

  #outdated(): void {
    this.#fresh = false;
    this.#changed.fire(undefined);
    if (this.#visible) this.#schedule();
  }

  #schedule(): void {
    this.#cancel ??= this.#timers.after(gather, () => {
      this.#cancel = undefined;
      this.reload().catch((error: unknown) => this.#log.error(`Deployments could not be read: ${messageOf(error)}`));
    });
  }
}
