import { insertInput, inputOf } from '../store/flow-run-inputs.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import type { Tx } from '../store/database.ts';
import { schemaProblem } from '../store/parameter-schema.ts';
import { parseColumn } from '../store/rows.ts';
import { proposeFlowRunState } from '../store/transition.ts';
import type { Output } from './route.ts';
import { notFound } from './route.ts';

type Json = Record<string, unknown>;

/** The part of a paused state that says what a resume needs. */
interface Paused {
  state_details: { pause_reschedule?: boolean; run_input_keyset?: { schema: string; response: string } | null };
}

/** Resumes a paused run: in its process, or through a worker when it was suspended. Input is checked and kept for it. */
export function resumeFlowRun(tx: Tx, id: string, given: Json | null | undefined): Output {
  const row = readFlowRun(tx, id);
  if (row === undefined) throw notFound('Flow run');
  if (row['state_type'] !== 'PAUSED') return refusal(null, 'ABORT', 'Cannot resume a flow run that is not paused.');
  const state = parseColumn<Paused & Json>(row, 'state', { state_details: {} });
  const { pause_reschedule: suspended, run_input_keyset: keys } = state.state_details;
  const input = given ?? {};
  if (keys) {
    const problem = inputProblem(inputOf(tx, id, keys.schema), input);
    if (problem !== undefined) return refusal(state, 'REJECT', problem);
  }
  const answer =
    suspended === true
      ? proposeFlowRunState(tx, id, { type: 'SCHEDULED', name: 'Resuming' }, false)
      : proposeFlowRunState(tx, id, { type: 'RUNNING' }, false);
  const accepted = answer.status === 201 && readFlowRun(tx, id)?.['state_type'] !== 'FAILED';
  if (keys && accepted && Object.keys(input).length > 0) insertInput(tx, id, keys.response, JSON.stringify(input), null);
  return answer;
}

function inputProblem(schemaText: string | undefined, input: Json): string | undefined {
  if (schemaText === undefined) return 'Run input schema not found.';
  let schema: Json;
  try {
    schema = JSON.parse(schemaText);
  } catch (error) {
    if (error instanceof SyntaxError) return 'Run input schema is not valid JSON.';
    throw error;
  }
  const problem = schemaProblem(schema, input);
  return problem === undefined ? undefined : `Reason: ${problem}`;
}

const refusal = (state: unknown, status: 'ABORT' | 'REJECT', reason: string): Output => ({
  status: 200,
  body: { state, status, details: { type: 'abort_details', reason } },
});
