import { isUuid } from '../../../runtime/core/ids.ts';
import { parseTime } from '../../../runtime/core/time.ts';
import type { Ask } from '../ask.ts';
import { toMethod } from '../suite.ts';
import type { FuzzStep } from './sequence.ts';

/** A step that two servers answered differently. */
export interface Difference {
  step: FuzzStep;
  theirs: string;
  ours: string;
}

/**
 * Asks both servers the same; what they answered differently, ids and times aside. Of an older server's answers ours
 * may have more fields.
 */
export async function compare(steps: Iterable<FuzzStep>, theirs: Ask, ours: Ask, isOlder = false): Promise<Difference[]> {
  const differences: Difference[] = [];
  const [one, two] = [side(theirs), side(ours)];
  for (const step of steps) {
    const [expected, answered] = await Promise.all([one(step), two(step)]);
    const pair = isOlder ? [shared(answered, expected), shared(expected, answered)] : [expected, answered];
    const [theirText = '', ourText = ''] = pair.map((answer) => toText(step, answer));
    if (theirText === ourText) continue;
    if (isOlder && isRefused(expected) && isRefused(answered)) continue;
    // What 2.13.7 decides otherwise is recorded (test/fixtures/transitions): from here on the run would differ, so it goes.
    if (isOlder && step.call.endsWith('/set_state')) await Promise.all([one(removed(step)), two(removed(step))]);
    else differences.push({ step, ...around(theirText, ourText) });
  }
  return differences;
}

const isRefused = (answer: object): boolean => Number(Reflect.get(answer, 'status')) >= 400;

const removed = ({ call }: FuzzStep): FuzzStep => ({
  call: call.replace(/^\w+/, 'DELETE').replace('/set_state', ''),
});

/** The fields of `answer` that `other` has, too, and that both releases give the same meaning. */
function shared(other: unknown, answer: unknown): unknown {
  if (Array.isArray(other) && Array.isArray(answer)) return answer.map((item, index) => shared(other[index], item));
  if (typeof other !== 'object' || other === null || typeof answer !== 'object' || answer === null) return answer;
  const both = Object.entries(answer).filter(
    // 2.13.7 has no state in the answers of workers, and words conflicts by the database.
    ([key, item]) => Object.hasOwn(other, key) && !differentInOlder.has(key) && (item === null) === (Reflect.get(other, key) === null),
  );
  return Object.fromEntries(both.map(([key, item]) => [key, shared(Reflect.get(other, key), item)]));
}

/**
 * 2.13.7 gives runs that are created in a state no times for it, says null for what is empty, and does not tell the task
 * runs of a suspended flow run that it will be started anew; paused attempts count otherwise.
 */
const differentInOlder: ReadonlySet<string> = new Set([
  'start_time',
  'end_time',
  'parameter_openapi_schema',
  'pull_steps',
  'pause_reschedule',
  'flow_run_run_count',
]);

function toText({ call }: FuzzStep, answer: unknown): string {
  // Prefect says that a deployment, pool or queue is ready some time after somebody has asked for its runs.
  const text = JSON.stringify(answer).replaceAll(/"status":"(?:NOT_)?READY"/g, '"status":"<ready or not>"');
  // Prefect names the queue of a claimable run only sometimes.
  return call.endsWith('/get_scheduled_flow_runs') ? text.replaceAll(/"work_queue_name":("[^"]*"|null)/g, '') : text;
}

/** The place where two texts begin to differ. */
function around(theirs: string, ours: string): { theirs: string; ours: string } {
  let at = 0;
  while (theirs[at] === ours[at]) at += 1;
  const from = Math.max(0, at - 80);
  return { theirs: theirs.slice(from, at + 160), ours: ours.slice(from, at + 160) };
}

/** One server with what it has answered up to now: its ids become the names under which they were kept. */
function side(ask: Ask): (step: FuzzStep) => Promise<object> {
  const kept = new Map<string, string>();
  const known = new Map<string, string>();
  const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole);
  /** Runs that were paused: whether Prefect counts their next attempt depends on a mark that it forgets to take away. */
  const uncounted = new Set<string>();
  return async ({ call, body, keep }) => {
    const paused = /"type":"PAUSED"/.test(JSON.stringify(body ?? null));
    const [method = '', path = ''] = filled(call).split(' ', 2);
    const sent: unknown = body === undefined ? undefined : JSON.parse(filled(JSON.stringify(body)));
    const answer = await ask(toMethod(method), path, sent);
    const id: unknown = typeof answer.body === 'object' && answer.body !== null ? Reflect.get(answer.body, 'id') : undefined;
    if (keep !== undefined && typeof id === 'string') {
      kept.set(keep, id);
      if (!known.has(id)) known.set(id, `<${keep}>`);
    }
    if (paused) uncounted.add(keep !== undefined && typeof id === 'string' ? id : (path.split('/')[2] ?? ''));
    // What is wrong with a body, and what is there already, is said in each server's own words.
    const shown = answer.status === 422 || answer.status === 409 ? null : normal(answer.body, known, uncounted);
    return { status: answer.status, body: shown };
  };
}

/** Fields that say how long something took, or that only one of the servers has (docs/differences.md). */
const ignored: ReadonlySet<string> = new Set([
  'estimated_run_time',
  'estimated_start_time_delta',
  'total_run_time',
  'created_by',
  'updated_by',
  'storage_configuration',
  'infra_overrides',
  'schedule',
  'is_schedule_active',
  'base_job_template',
  'avg_slot_occupancy_seconds',
  'denied_slots',
  'resuming',
  'work_pool_id',
  'work_pool_name',
  'last_polled',
  'delay_seconds',
]);

/** Tags are a set: their order means nothing. */
const withSortedTags = (value: object): object => {
  const tags: unknown = Reflect.get(value, 'tags');
  return Array.isArray(tags) ? { ...value, tags: tags.map(String).toSorted() } : value;
};

function normal(value: unknown, known: ReadonlyMap<string, string>, uncounted: ReadonlySet<string>): unknown {
  if (typeof value === 'string') {
    if (isUuid(value)) return known.get(value) ?? '<id>';
    if (/^\d{4}-\d\d-\d\dT/.test(value) && parseTime(value) !== undefined) return '<time>';
    return value
      .replaceAll('StateType.', '')
      .replaceAll(' in work pool {work_pool_name!r}', '')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => known.get(id) ?? '<id>');
  }
  if (Array.isArray(value)) return value.map((item) => normal(item, known, uncounted));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(withSortedTags(value))
    .filter(([key]) => !ignored.has(key) && !(key === 'run_count' && uncounted.has(String(Reflect.get(value, 'id')))))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [normal(key, known, uncounted), normal(item, known, uncounted)]));
}
