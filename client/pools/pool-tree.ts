import type { Worker, WorkQueue } from '../../runtime/core/entities.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import { formatAge } from '../runs/format.ts';
import type { Run } from '../runs/run.ts';
import { isUnderWay } from '../runs/run.ts';
import { escapeMarkdown, runNode } from '../runs/run-rows.ts';
import type { RunsChange, RunStore } from '../runs/run-store.ts';
import type { TreeModel, TreeNode } from '../tree.ts';
import { contextOf, parseTarget, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import type { KnownPool, PoolStore } from './pool-store.ts';
import type { WorkerProcesses } from './worker-processes.ts';

/** Milliseconds between redrawings of ages. */
const agesGoOn = 5000;

/** The view "Workers & pools". */
export class PoolTree implements TreeModel, Disposable {
  readonly #pools: PoolStore;
  readonly #workers: WorkerProcesses;
  readonly #runs: RunStore;
  readonly #timers: Timers;
  readonly #changed = new Emitter<readonly string[] | undefined>();
  readonly #subscriptions: Disposable[];
  #cancelTick: (() => void) | undefined;

  constructor(pools: PoolStore, workers: WorkerProcesses, runs: RunStore, timers: Timers) {
    this.#pools = pools;
    this.#workers = workers;
    this.#runs = runs;
    this.#timers = timers;
    const refresh = (): void => this.#changed.fire(undefined);
    this.#subscriptions = [
      pools.onDidChange(refresh),
      workers.onDidChange(() => {
        refresh();
        pools.refresh();
      }),
      runs.onDidChange((change) => this.#follow(change)),
    ];
  }

  readonly onDidChange = this.#changed.event;

  setVisible(visible: boolean): void {
    this.#pools.setVisible(visible);
    this.#cancelTick?.();
    if (visible) this.#tick();
  }

  async children(id: string | undefined): Promise<readonly TreeNode[]> {
    if (id === undefined) {
      await this.#pools.ensureLoaded();
      return this.#pools.all().map((known) => poolNode(known));
    }
    const known = this.#pools.get(targetOf(id, 'pool') ?? '');
    if (known !== undefined) {
      return this.#inPool(known);
    }
    const [pool = '', queue = ''] = (targetOf(id, 'queue') ?? '').split('/', 2);
    const now = this.#timers.now();
    return this.#holders(pool, queue).map((run) => ({ ...runNode(run, now, undefined), children: 'none' }));
  }

  dispose(): void {
    this.#cancelTick?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  node(id: string): TreeNode | undefined {
    const target = parseTarget(id);
    const known = this.#pools.get(target?.id.split('/', 1)[0] ?? '');
    if (known === undefined) return undefined;
    return target?.kind === 'pool' ? poolNode(known) : this.#inPool(known).find((node) => node.id === id);
  }

  #inPool(known: KnownPool): TreeNode[] {
    return [
      ...known.queues.map((queue) => this.#queueNode(queue, known)),
      ...known.workers.map((worker) => this.#workerNode(worker, known)),
    ];
  }

  /** How long ago workers were seen goes on as long as somebody looks. */
  #tick(): void {
    this.#cancelTick = this.#timers.after(agesGoOn, () => {
      const rows = this.#pools.all().flatMap(({ pool, workers }) => workers.map(({ name }) => workerRowId(pool.name, name)));
      if (rows.length > 0) this.#changed.fire(rows);
      this.#tick();
    });
  }

  /** A run that goes on changes the rows of its pool alone. */
  #follow(change: RunsChange): void {
    if (change === 'all') return this.#changed.fire(undefined);
    const pools = new Set(change.flatMap((id) => this.#runs.get(id)?.pool ?? []));
    if (pools.size > 0) this.#changed.fire([...pools].map((name) => `pool:${name}`));
  }

  #queueNode(queue: WorkQueue, { pool }: KnownPool): TreeNode {
    const holders = this.#holders(pool.name, queue.name).length;
    const slots =
      queue.concurrencyLimit === null
        ? holders === 0
          ? undefined
          : t('{0} running', holders)
        : t('{0}/{1} slots', queue.activeSlots ?? holders, queue.concurrencyLimit);
    const facts = [t('priority {0}', queue.priority), slots, queue.isPaused ? t('paused') : undefined].filter((fact) => fact !== undefined);
    return {
      id: `queue:${pool.name}/${queue.name}`,
      label: queue.name,
      description: facts.join(' · '),
      icon: queue.isPaused ? { name: 'debug-pause', color: 'millrace.paused' } : { name: 'list-ordered' },
      context: contextOf('queue', queue.isPaused ? 'paused' : 'active'),
      children: holders > 0 ? 'collapsed' : 'none',
      spoken: t('queue {0} of pool {1}, {2}', queue.name, pool.name, facts.join(', ')),
    };
  }

  #workerNode(worker: Worker, { pool }: KnownPool): TreeNode {
    const now = this.#timers.now();
    const own = this.#workers.get(worker.name) !== undefined;
    const seen = worker.lastHeartbeatTime === null ? t('never seen') : t('seen {0}', formatAge(Date.parse(worker.lastHeartbeatTime), now));
    const online = worker.status === 'ONLINE';
    const facts = [online ? t('online') : t('offline'), seen, own ? t('started here') : undefined].filter((fact) => fact !== undefined);
    return {
      id: workerRowId(pool.name, worker.name),
      label: worker.name,
      description: facts.join(' · '),
      icon: online ? { name: 'vm-running', color: 'millrace.completed' } : { name: 'vm-outline', color: 'millrace.cancelled' },
      context: contextOf('worker', own && 'own', online ? 'online' : 'offline'),
      children: 'none',
      ...(own ? { open: 'millrace.openWorkerLog' } : {}),
      spoken: t('worker {0}, {1}', worker.name, facts.join(', ')),
    };
  }

  /** The runs that hold the slots of a queue. */
  #holders(pool: string, queue: string): Run[] {
    return [...this.#runs.all()].filter((run) => run.pool === pool && run.queue === queue && isUnderWay(run));
  }
}

const workerRowId = (pool: string, worker: string): string => `worker:${pool}/${worker}`;

function poolNode({ pool, workers }: KnownPool): TreeNode {
  const online = workers.filter(({ status }) => status === 'ONLINE').length;
  const facts = [
    pool.isPaused ? t('paused') : online === 0 ? t('no worker') : online === 1 ? t('1 worker') : t('{0} workers', online),
    pool.concurrencyLimit === null ? undefined : t('{0}/{1} slots', pool.activeSlots ?? 0, pool.concurrencyLimit),
  ].filter((fact) => fact !== undefined);
  return {
    id: `pool:${pool.name}`,
    label: pool.name,
    description: [pool.type, ...facts].join(' · '),
    tooltip: [`**${escapeMarkdown(pool.name)}** (${escapeMarkdown(pool.type)})`, escapeMarkdown(pool.description ?? ''), ...facts]
      .filter(Boolean)
      .join('\n\n'),
    icon: pool.isPaused
      ? { name: 'debug-pause', color: 'millrace.paused' }
      : online > 0
        ? { name: 'server-process', color: 'millrace.completed' }
        : { name: 'server-process' },
    // Workers of the editor run processes, and nothing else.
    context: contextOf('pool', pool.isPaused ? 'paused' : 'active', pool.type === 'process' && 'process'),
    children: 'expanded',
    spoken: t('work pool {0}, {1}', pool.name, facts.join(', ')),
  };
}
