import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { Run } from '../runs/run.ts';
import { formatAge, formatMoment } from '../runs/format.ts';
import { escapeMarkdown } from '../runs/run-tree.ts';
import type { RunStore } from '../runs/run-store.ts';
import { styleOf } from '../runs/state-styles.ts';
import type { TreeModel, TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import type { CodeFlow, FlowSource } from './code-flow.ts';
import { entrypointOf } from './code-flow.ts';
import type { DeploymentStore, KnownDeployment } from './deployment-store.ts';

/** How the flows are put together. */
export type FlowGrouping = 'none' | 'folder' | 'tag' | 'pool';

/** What the tree joins. */
export interface FlowTreeOptions {
  source: FlowSource;
  deployments: DeploymentStore;
  runs: RunStore;
  timers: Timers;
  /** When a file was last changed, in milliseconds since the epoch. */
  modified(path: string): number | undefined;
}

interface JoinedFlow {
  name: string;
  code: CodeFlow | undefined;
  deployments: KnownDeployment[];
  last: Run | undefined;
}

/** The view "Flows": what the code defines, what is deployed of it, and how it went last. */
export class FlowTree implements TreeModel, Disposable {
  readonly #options: FlowTreeOptions;
  readonly #changed = new Emitter<readonly string[] | undefined>();
  readonly #subscriptions: Disposable[];
  #grouping: FlowGrouping = 'none';

  constructor(options: FlowTreeOptions) {
    this.#options = options;
    const refresh = (): void => this.#changed.fire(undefined);
    this.#subscriptions = [
      options.source.onDidChange(refresh),
      options.deployments.onDidChange(refresh),
      options.runs.onDidChange(refresh),
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
    if (visible) this.#changed.fire(undefined);
  }

  async children(id: string | undefined): Promise<readonly TreeNode[]> {
    if (id === undefined) {
      await Promise.all([this.#options.deployments.ensureLoaded(), this.#options.runs.ensureLoaded()]);
      return this.#grouping === 'none' ? this.#join().map((flow) => this.#flowNode(flow)) : this.#groups();
    }
    const group = targetOf(id, 'group');
    if (group !== undefined) {
      return this.#join()
        .filter((flow) => this.#groupsOf(flow).includes(group))
        .map((flow) => this.#flowNode(flow, group));
    }
    const name = flowNameOf(id);
    return (
      this.#join()
        .find((flow) => flow.name === name)
        ?.deployments.map((known) => this.#deploymentNode(known)) ?? []
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** Flows by name, as the code, the deployments and the runs know them. */
  #join(): JoinedFlow[] {
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
    if (this.#grouping === 'folder') return [code === undefined ? 'Only on the server' : folderOf(code.file)];
    const names = deployments.flatMap(({ deployment }) =>
      this.#grouping === 'tag' ? deployment.tags : [deployment.workPoolName ?? 'No pool'],
    );
    return names.length === 0 ? [this.#grouping === 'tag' ? 'No tag' : 'Not deployed'] : [...new Set(names)];
  }

  #flowNode({ name, code, deployments, last }: JoinedFlow, group?: string): TreeNode {
    const now = this.#options.timers.now();
    const style = last === undefined ? { icon: 'circle-outline', color: 'millrace.pending' } : styleOf(last.stateType, last.stateName);
    const nextRun = Math.min(...deployments.map((known) => nextAfter(known, now) ?? Infinity));
    const facts = [
      last === undefined ? undefined : `${last.stateName ?? ''} ${formatAge(last.ended ?? last.started ?? last.expected, now)}`,
      Number.isFinite(nextRun) ? `next ${formatAge(nextRun, now)}` : undefined,
      code === undefined ? 'only on the server' : deployments.length === 0 ? 'not deployed' : undefined,
      deployments.some((known) => this.#hasDrifted(known, code)) ? 'changed since deploy' : undefined,
    ].filter((fact) => fact !== undefined);
    return {
      id: group === undefined ? `flow:${name}` : `flow:${name}@${group}`,
      label: name,
      description: facts.join(' · '),
      tooltip: tooltipOf(name, code, facts),
      icon: { name: style.icon, color: style.color },
      context: contextOf('flow', code !== undefined && 'code', deployments.length > 0 && 'deployed'),
      children: deployments.length > 0 ? 'collapsed' : 'none',
      ...(code === undefined ? {} : { open: 'millrace.openCode' }),
      spoken: `flow ${name}, ${facts.join(', ') || 'never run'}`,
    };
  }

  #deploymentNode(known: KnownDeployment): TreeNode {
    const { deployment, flowName } = known;
    const now = this.#options.timers.now();
    const nextRun = nextAfter(known, now);
    const facts = [
      deployment.workPoolName === null ? 'served' : `pool ${deployment.workPoolName}`,
      deployment.paused ? 'paused' : nextRun === undefined ? undefined : `next ${formatAge(nextRun, now)}`,
    ].filter((fact) => fact !== undefined);
    return {
      id: `deployment:${deployment.id}`,
      label: deployment.name,
      description: facts.join(' · '),
      tooltip: [
        `**${escapeMarkdown(`${flowName}/${deployment.name}`)}**`,
        deployment.description === null ? '' : escapeMarkdown(deployment.description),
        escapeMarkdown(deployment.entrypoint ?? ''),
        nextRun === undefined ? '' : `Next run ${formatMoment(nextRun)}`,
      ]
        .filter(Boolean)
        .join('\n\n'),
      icon: { name: deployment.paused ? 'debug-pause' : 'rocket' },
      context: contextOf('deployment', deployment.paused ? 'paused' : 'active', deployment.schedules.length > 0 && 'scheduled'),
      children: 'none',
      spoken: `deployment ${deployment.name} of flow ${flowName}, ${facts.join(', ')}`,
    };
  }

  /** The file was changed after it was deployed. */
  #hasDrifted({ deployment }: KnownDeployment, code: CodeFlow | undefined): boolean {
    const modified = code === undefined ? undefined : this.#options.modified(code.place.path);
    return modified !== undefined && modified > Date.parse(deployment.updated) + 1000;
  }
}

/** The next run, unless its time has come meanwhile. */
const nextAfter = ({ nextRun }: KnownDeployment, now: number): number | undefined =>
  nextRun !== undefined && nextRun > now ? nextRun : undefined;

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.');

const tooltipOf = (name: string, code: CodeFlow | undefined, facts: readonly string[]): string =>
  [`**${escapeMarkdown(name)}**`, ...(code === undefined ? [] : [escapeMarkdown(entrypointOf(code))]), ...facts.map(escapeMarkdown)].join(
    '\n\n',
  );

/** The name of the flow that a row stands for, without the group in which it stands. */
export const flowNameOf = (value: unknown): string | undefined => targetOf(value, 'flow')?.replace(/@.*$/, '');
