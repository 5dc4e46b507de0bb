import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUuid } from '../../../runtime/core/ids.ts';
import { parseTime } from '../../../runtime/core/time.ts';
import type { Ask } from '../ask.ts';
import { toMethod } from '../suite.ts';

/**
 * A sequence of requests whose answers are recorded from real servers (tools/record-scenarios.ts). The ideas are those of
 * Prefect's own server tests, which `source` names; requests and data are ours.
 */
export interface Scenario {
  name: string;
  /** The file of Prefect's tests/server that asks for the same. */
  source: string;
  /** The first release that has this; all unless told. */
  since?: '3.9.1';
  /** Whether the orchestrator in memory knows all that is asked for. */
  memory?: true;
  steps: readonly Asked[];
}

/** A request; texts may hold `{name}` for the id of an earlier answer, and `{unique}` for names that are new each time. */
export interface Asked {
  call: string;
  body?: unknown;
  /** Which fields of the answer count, as `state.name` or `results.*.name`; those of a decision unless told. */
  shows?: readonly string[];
  /** The name under which the answer's id is kept. */
  keep?: string;
}

/** One answer: the status, then the fields that count. */
export type Recorded = readonly [status: number, ...shown: unknown[]];

/** What is shown of an answer to a proposed state. */
const decision = ['status', 'state.name', 'state.message', 'details.reason'] as const;

/** Whether a release knows what a scenario asks for. */
export const takesPart = (release: string, { since }: Scenario): boolean => since === undefined || since === release;

/** What was recorded from a release, by scenario. */
export const recorded = (release: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../fixtures/scenarios/${release}.json`), 'utf8'));

/** Asks a server; one row for each step. */
export async function play({ steps }: Scenario, ask: Ask): Promise<Recorded[]> {
  const unique = crypto.randomUUID().slice(0, 8);
  const kept = new Map([['unique', unique]]);
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole);
  const rows: Recorded[] = [];
  for (const { call, body, shows, keep } of steps) {
    const [method = '', path = ''] = fill(call).split(' ', 2);
    const sent: unknown = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)));
    const answer = await ask(toMethod(method), path, sent);
    if (keep !== undefined) kept.set(keep, String(at(answer.body, ['id'])));
    const paths = answer.status >= 400 ? [] : (shows ?? (call.endsWith('/set_state') ? decision : []));
    rows.push([answer.status, ...paths.map((shown) => plain(at(answer.body, fill(shown).split('.')), unique))]);
  }
  return rows;
}

/** The value at a path; `*` goes through the items of a list, and no path is the whole. */
function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || key === '') return value;
  if (key === '*') return Array.isArray(value) ? value.map((item) => at(item, rest)) : null;
  return typeof value === 'object' && value !== null ? at(Reflect.get(value, key), rest) : null;
}

/** What differs from run to run has a name. Reasons of the real servers show how Python prints an enum. */
function plain(value: unknown, unique: string): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item, unique));
  if (typeof value !== 'string') return value ?? null;
  if (isUuid(value)) return '<uuid>';
  const moment = /^\d{4}-\d\d-\d\dT/.test(value) ? parseTime(value) : undefined;
  const said = value
    .replaceAll(unique, '<unique>')
    .replaceAll('StateType.', '')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uuid>');
  return moment === undefined ? said : nearNow(moment) ? '<now>' : moment;
}

const nearNow = (time: string): boolean => Math.abs(Date.parse(time) - Date.now()) < 600_000;
