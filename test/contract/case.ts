/**
 * The contract as data: sequences of requests and what every server must answer to them. Texts may hold `{name}` for
 * what an earlier step kept.
 */
export interface ContractCase {
  name: string;
  steps: readonly Step[];
  /** The first release that has this; all unless told. */
  since?: '3.9.1';
  /** Whether the orchestrator in memory knows all that is asked for. */
  memory?: true;
}

/** A request and its answer. */
export interface Step {
  /** Method and path below `/api`, as `POST /flows/`. */
  call: string;
  body?: unknown;
  status: number;
  /**
   * What the answer has at least: objects may have more fields, lists have exactly these items. `<uuid>`, `<time>`
   * and `<any>` stand for values that differ from run to run.
   */
  answer?: unknown;
  /** Values of the answer that later steps need: name → path, as `state.id` or `0.id`. */
  keep?: Readonly<Record<string, string>>;
  /** What 2.13.7 answers instead. */
  old?: Pick<Step, 'status' | 'answer'>;
}

/** Asks for a state. */
export const propose = (kind: 'flow_runs' | 'task_runs', state: object, answer: unknown, status = 201): Step => ({
  call: `POST /${kind}/{run}/set_state`,
  body: { state, force: false },
  status,
  answer,
});

/** A flow of this name, kept as `flow`. */
export const newFlow = (name: string): Step => ({
  call: 'POST /flows/',
  body: { name },
  status: 201,
  keep: { flow: 'id' },
});

/** A run of the kept flow, kept as `run`. */
export const newFlowRun = (more: object = {}): Step => ({
  call: 'POST /flow_runs/',
  body: { flow_id: '{flow}', ...more },
  status: 201,
  keep: { run: 'id' },
});
