import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { RunsChange, RunStore } from '../runs/run-store.ts';
import type { TreeModel, TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import type { FlowSource } from './code-flow.ts';
import type { DeploymentStore } from './deployment-store.ts';
import type { JoinedFlow } from './flow-rows.ts';
import { deploymentRow, flowNameOf, flowRow, flowRowId, groupOf } from './flow-rows.ts';

/** How the flows are put together. */
export type FlowGrouping = 'none' | 'folder' | 'tag' | 'pool';

/** Milliseconds between redrawings of ages. */
const agesGoOn = 30_000;

/** What the tree joins. */
export interface FlowTreeOptions {
  source: FlowSource;
  deployments: DeploymentStore;
  runs: RunStore;
  timers: Timers;
  /** When a file was last changed, in milliseconds since the epoch. */
  modified(path: string): number | undefined;
}

/** The view "Flows": what the code defines, what is deployed of it, and how it went last. */
export class FlowTree implements TreeModel, Disposable {
  readonly #options: FlowTreeOptions;
  readonly #changed = new Emitter<readonly string[] | undefined>();
  readonly #subscriptions: Disposable[];
  #grouping: FlowGrouping = 'none';
  #joined: readonly JoinedFlow[] | undefined;
  #cancelTick: (() => void) | undefined;

  constructor(options: FlowTreeOptions) {
    this.#options = options;
    const refresh = (): void => this.#refresh();
    this.#subscriptions = [
      options.source.onDidChange(refresh),
      options.deployments.onDidChange(refresh),
      options.runs.onDidChange((change) => this.#follow(change)),
    ];
  }

  readonly onDidChange = this.#changed.event;

  get grouping(): FlowGrouping {
    return this.#grouping;
  }

  set grouping(grouping: FlowGrouping) {
    this.#grouping = grouping;
    this.#changed.fire(undefined);
  }

  setVisible(visible: boolean): void {
    this.#options.deployments.setVisible(visible);
    this.#cancelTick?.();
    if (visible) this.#tick();
  }

  async children(id: string | undefined): Promise<readonly TreeNode[]> {
    if (id === undefined) {
      await Promise.all([this.#options.deployments.ensureLoaded(), this.#options.runs.ensureLoaded()]);
      return this.#grouping === 'none' ? this.#join().map((flow) => this.#flowRow(flow)) : this.#groups();
    }
    const group = targetOf(id, 'group');
    if (group !== undefined) {
      return this.#join()
        .filter((flow) => this.#groupsOf(flow).includes(group))
        .map((flow) => this.#flowRow(flow, group));
    }
    const name = flowNameOf(id);
    return (
      this.#join()
        .find((flow) => flow.name === name)
        ?.deployments.map((known) => deploymentRow(known, this.#options.timers.now())) ?? []
    );
  }

  dispose(): void {
    this.#cancelTick?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  node(id: string): TreeNode | undefined {
    const deployment = this.#options.deployments.get(targetOf(id, 'deployment') ?? '');
    if (deployment !== undefined) return deploymentRow(deployment, this.#options.timers.now());
    const flow = this.#join().find(({ name }) => name === flowNameOf(id));
    return flow === undefined ? undefined : this.#flowRow(flow, groupOf(id));
  }

  /** A run that goes on changes the rows of its flow alone. */
  #follow(change: RunsChange): void {
    if (change === 'all') return this.#refresh();
    this.#joined = undefined;
    const names = new Set(change.map((id) => this.#options.runs.get(id)?.flowName));
    const rows = this.#join()
      .filter(({ name }) => names.has(name))
      .flatMap((flow) => this.#rowsOf(flow));
    if (rows.length > 0) this.#changed.fire(rows);
  }

  /** The rows of a flow: one in each of its groups. */
  #rowsOf(flow: JoinedFlow): string[] {
    return this.#grouping === 'none' ? [flowRowId(flow.name)] : this.#groupsOf(flow).map((group) => flowRowId(flow.name, group));
  }

  /** Ages go on as long as somebody looks at them. */
  #tick(): void {
    this.#cancelTick = this.#options.timers.after(agesGoOn, () => {
      const { deployments } = this.#options;
      const flows = this.#join().filter((flow) => flow.last !== undefined || flow.deployments.some(({ nextRun }) => nextRun !== undefined));
      const scheduled = deployments.all().filter(({ nextRun }) => nextRun !== undefined);
      const rows = [...flows.flatMap((flow) => this.#rowsOf(flow)), ...scheduled.map(({ deployment }) => `deployment:${deployment.id}`)];
      if (rows.length > 0) this.#changed.fire(rows);
      this.#tick();
    });
  }

  #refresh(): void {
    this.#joined = undefined;
    this.#changed.fire(undefined);
  }

  /** Flows by name, as the code, the deployments and the runs know them; joined once between two changes. */
  #join(): readonly JoinedFlow[] {
    this.#joined ??= this.#joinAnew();
    return this.#joined;
  }

  #joinAnew(): JoinedFlow[] {
    const flows = new Map<string, JoinedFlow>();
    const flowOf = (name: string): JoinedFlow => {
      const flow = flows.get(name) ?? { name, code: undefined, deployments: [], last: undefined };
      flows.set(name, flow);
      return flow;
    };
    for (const code of this.#options.source.flows()) flowOf(code.name).code ??= code;
    for (const known of this.#options.deployments.all()) flowOf(known.flowName).deployments.push(known);
    const latest = latestByFlow(this.#options.runs.all());
    for (const flow of flows.values()) flow.last = latest.get(flow.name);
    return [...flows.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  }

  #groups(): TreeNode[] {
    const names = [...new Set(this.#join().flatMap((flow) => this.#groupsOf(flow)))].toSorted((a, b) => a.localeCompare(b));
    return names.map((name) => ({ id: `group:${name}`, label: name, context: contextOf('group'), children: 'expanded', spoken: name }));
  }

  #groupsOf({ code, deployments }: JoinedFlow): string[] {
    if (this.#grouping === 'folder') return [code === undefined ? t('Only on the server') : folderOf(code.file)];
    const names = deployments.flatMap(({ deployment }) =>
      this.#grouping === 'tag' ? deployment.tags : [deployment.workPoolName ?? t('No pool')],
    );
    return names.length === 0 ? [this.#grouping === 'tag' ? t('No tag') : t('Not deployed')] : [...new Set(names)];
  }

  #flowRow(flow: JoinedFlow, group?: string): TreeNode {
    const { timers, deployments, modified } = this.#options;
    return flowRow(flow, { now: timers.now(), group, deploymentsAreKnown: deployments.isKnown, modified });
  }
}

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.');
