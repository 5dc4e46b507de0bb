import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { Run } from '../runs/run.ts';
import { formatAge, formatMoment } from '../runs/format.ts';
import { escapeMarkdown } from '../runs/run-rows.ts';
import type { RunsChange, RunStore } from '../runs/run-store.ts';
import { styleOf } from '../runs/state-styles.ts';
import type { TreeModel, TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import type { CodeFlow, FlowSource } from './code-flow.ts';
import { entrypointOf } from './code-flow.ts';
import type { DeploymentStore, KnownDeployment } from './deployment-store.ts';

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
    this.#cancelTick?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  node(id: string): TreeNode | undefined {
    const deployment = this.#options.deployments.get(targetOf(id, 'deployment') ?? '');
    if (deployment !== undefined) return this.#deploymentNode(deployment);
    const flow = this.#join().find(({ name }) => name === flowNameOf(id));
    return flow === undefined ? undefined : this.#flowNode(flow, id.split(beforeGroup)[1]);
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

  #flowNode({ name, code, deployments, last }: JoinedFlow, group?: string): TreeNode {
    const now = this.#options.timers.now();
    const style = last === undefined ? { icon: 'circle-outline', color: 'millrace.pending' } : styleOf(last.stateType, last.stateName);
    const nextRun = Math.min(...deployments.map((known) => nextAfter(known, now) ?? Infinity));
    const facts = [
      last === undefined ? undefined : `${last.stateName ?? ''} ${formatAge(last.ended ?? last.started ?? last.expected, now)}`,
      Number.isFinite(nextRun) ? t('next {0}', formatAge(nextRun, now)) : undefined,
      code === undefined
        ? t('only on the server')
        : deployments.length === 0 && this.#options.deployments.isKnown
          ? t('not deployed')
          : undefined,
      deployments.some((known) => this.#hasDrifted(known, code)) ? t('changed since deploy') : undefined,
    ].filter((fact) => fact !== undefined);
    return {
      id: flowRowId(name, group),
      label: name,
      description: facts.join(' · '),
      tooltip: tooltipOf(name, code, facts),
      icon: { name: style.icon, color: style.color },
      context: contextOf('flow', code !== undefined && 'code', deployments.length > 0 && 'deployed'),
      children: deployments.length > 0 ? 'collapsed' : 'none',
      ...(code === undefined ? {} : { open: 'millrace.openCode' }),
      spoken: t('flow {0}, {1}', name, facts.join(', ') || t('never run')),
    };
  }

  #deploymentNode(known: KnownDeployment): TreeNode {
    const { deployment, flowName } = known;
    const now = this.#options.timers.now();
    const nextRun = nextAfter(known, now);
    const facts = [
      deployment.workPoolName === null ? t('served') : t('pool {0}', deployment.workPoolName),
      deployment.paused ? t('paused') : nextRun === undefined ? undefined : t('next {0}', formatAge(nextRun, now)),
    ].filter((fact) => fact !== undefined);
    return {
      id: `deployment:${deployment.id}`,
      label: deployment.name,
      description: facts.join(' · '),
      tooltip: [
        `**${escapeMarkdown(`${flowName}/${deployment.name}`)}**`,
        deployment.description === null ? '' : escapeMarkdown(deployment.description),
        escapeMarkdown(deployment.entrypoint ?? ''),
        nextRun === undefined ? '' : t('Next run {0}', formatMoment(nextRun)),
      ]
        .filter(Boolean)
        .join('\n\n'),
      icon: { name: deployment.paused ? 'debug-pause' : 'rocket' },
      context: contextOf('deployment', deployment.paused ? 'paused' : 'active', deployment.schedules.length > 0 && 'scheduled'),
      children: 'none',
      spoken: t('deployment {0} of flow {1}, {2}', deployment.name, flowName, facts.join(', ')),
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

/** Between the name of a flow and the group in which its row stands: no name has it. */
const beforeGroup = '\n';

const flowRowId = (name: string, group?: string): string => (group === undefined ? `flow:${name}` : `flow:${name}${beforeGroup}${group}`);

/** The name of the flow that a row stands for, without the group in which it stands. */
export const flowNameOf = (value: unknown): string | undefined => targetOf(value, 'flow')?.split(beforeGroup)[0];
