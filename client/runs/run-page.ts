import type { Artifact } from '../../runtime/core/client-resources.ts';
import type { GraphNode } from '../../runtime/core/entities.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import { t } from '../l10n.ts';
import { showArtifacts } from './artifacts.ts';
import type { Plan } from './graph-layout.ts';
import { layOut } from './graph-layout.ts';
import type { Run, StateChange, Task } from './run.ts';
import { isOver, toRun, toTask } from './run.ts';
import type { RunStore } from './run-store.ts';
import type { RunPageContent } from './run-page-content.ts';
import { timelineOf } from './timeline.ts';

/** What the code of a flow plans; nothing when it is not known. */
export type PlanOf = (flowName: string) => Promise<Plan>;

/** Milliseconds between readings of a run that changes all the time. */
const pace = 300;
/** The same for a server that does not tell what happens. */
const quietPace = 2500;
const pageSize = 200;

/** Task runs whose attempts and messages are read; the bars of the others come from the graph alone. */
const mostTasks = 2000;

/** The content of a run's page, which follows the run until it is disposed. */
export class RunPageModel implements Disposable {
  readonly #session: ServerSession;
  readonly #runs: RunStore;
  readonly #timers: Timers;
  readonly #runId: string;
  readonly #planOf: PlanOf;
  readonly #changed = new Emitter<undefined>();
  readonly #subscription: Disposable;
  #cancel: (() => void) | undefined;

  constructor(options: { session: ServerSession; runs: RunStore; timers: Timers; runId: string; planOf: PlanOf }) {
    this.#session = options.session;
    this.#runs = options.runs;
    this.#timers = options.timers;
    this.#runId = options.runId;
    this.#planOf = options.planOf;
    this.#subscription = options.runs.onDidTransition((change) => this.#follow(change));
  }

  /** Fires when the content is another one, at most every {@link pace} milliseconds. */
  readonly onDidChange = this.#changed.event;

  async read(): Promise<RunPageContent> {
    const client = this.#session.require();
    const id = this.#runId;
    const [row, { flowName }, graph, states, tasks, artifacts] = await Promise.all([
      client.flowRuns.read({ id }),
      this.#runs.read(id),
      this.#graph(),
      client.flowRunStates.list({ query: { flow_run_id: id } }),
      this.#tasks(),
      this.#artifacts(),
    ]);
    // Not the run that is known: a server that tells nothing by itself may be further than what was read last.
    const run = toRun(row, flowName);
    // A server that tells nothing by itself is asked again; nobody reads a page that is hidden.
    if (!this.#session.isLive && !isOver(run)) this.#soon(quietPace);
    const nodes = graph ?? [...tasks.values()].flatMap(nodeOf);
    const begin = row.startTime === null ? run.expected : Date.parse(row.startTime);
    return {
      ...summaryOf(run),
      begin,
      end: row.endTime === null ? undefined : Date.parse(row.endTime),
      parameters: JSON.stringify(row.parameters, null, 2),
      states: states.map(({ name, type, timestamp, message }) => ({
        name,
        type,
        at: Date.parse(timestamp),
        message: message ?? undefined,
      })),
      rows: timelineOf(nodes, tasks, begin),
      graph: layOut(nodes, await this.#planOf(run.flowName)),
      artifacts: showArtifacts(artifacts, new Map(nodes.map((node) => [node.id, node.label]))),
    };
  }

  dispose(): void {
    this.#cancel?.();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  /** The nodes of the graph; undefined for a server that has none (2.13.7). */
  async #graph(): Promise<GraphNode[] | undefined> {
    try {
      const { nodes } = await this.#session.require().flowRuns.graph({ id: this.#runId });
      return nodes.map(([, node]) => node);
    } catch (error) {
      if (MillraceError.is(error, 'not-found') || MillraceError.is(error, 'unsupported')) return undefined;
      throw error;
    }
  }

  #artifacts(): Promise<Artifact[]> {
    const artifacts = { flowRunId: { any_: [this.#runId] } };
    return this.#session.require().artifacts.filter({ artifacts, sort: 'CREATED_DESC', limit: pageSize });
  }

  async #tasks() {
    const client = this.#session.require();
    const tasks = new Map<string, ReturnType<typeof toTask>>();
    for (let offset = 0; offset < mostTasks; offset += pageSize) {
      const page = await client.taskRuns.filter({
        flowRuns: { id: { any_: [this.#runId] } },
        sort: 'EXPECTED_START_TIME_ASC',
        offset,
        limit: pageSize,
      });
      for (const row of page) tasks.set(row.id, toTask(row));
      if (page.length < pageSize) break;
    }
    return tasks;
  }

  #follow(change: StateChange): void {
    if (change.id !== this.#runId && change.flowRunId !== this.#runId) return;
    this.#soon(pace);
  }

  #soon(milliseconds: number): void {
    this.#cancel ??= this.#timers.after(milliseconds, () => {
      this.#cancel = undefined;
      this.#changed.fire(undefined);
    });
  }
}

/** A task run as a node that knows of no others; nothing before it has started. */
function nodeOf(task: Task): GraphNode[] {
  if (task.started === undefined) return [];
  const time = (at: number): string => new Date(at).toISOString();
  const endTime = task.ended === undefined ? null : time(task.ended);
  const alone = { parents: [], children: [], encapsulating: [], artifacts: [] };
  return [
    {
      kind: 'task-run',
      id: task.id,
      label: task.name,
      stateType: task.stateType ?? 'PENDING',
      startTime: time(task.started),
      endTime,
      ...alone,
    },
  ];
}

const summaryOf = (run: Run) => ({
  id: run.id,
  name: run.name,
  flowName: run.flowName,
  stateType: run.stateType ?? 'PENDING',
  stateName: run.stateName ?? t('No state'),
  message: run.message,
  over: isOver(run),
});
