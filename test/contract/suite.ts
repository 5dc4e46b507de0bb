import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../runtime/api/client.ts';
import { isUuid } from '../../runtime/core/ids.ts';
import { parseTime } from '../../runtime/core/time.ts';
import type { Ask } from './ask.ts';
import type { ContractCase, Step } from './case.ts';
import { cases } from './cases/index.ts';

/** A server that the contract is checked on. */
export interface Adapter {
  name: string;
  /** What it answers as; `memory` answers only the cases of an orchestrator. */
  speaks: '2.13.7' | '3.9.1' | 'memory';
  ask(): Ask;
}

/** Declares one test for each case that the server takes part in. */
export function contractSuite(adapter: Adapter): void {
  for (const contractCase of cases) {
    if (!takesPart(adapter, contractCase)) continue;
    test(`${adapter.name}: ${contractCase.name}`, () => run(contractCase, adapter));
  }
}

const takesPart = ({ speaks }: Adapter, { since, memory }: ContractCase): boolean =>
  speaks === 'memory' ? memory === true : since === undefined || speaks === since;

async function run({ steps }: ContractCase, adapter: Adapter): Promise<void> {
  const ask = adapter.ask();
  const kept = new Map<string, string>();
  for (const [index, step] of steps.entries()) {
    const [method = '', path = ''] = filled(step.call, kept).split(' ', 2);
    const answer = await ask(toMethod(method), path, filled(step.body, kept));
    const expected: Pick<Step, 'status' | 'answer'> = adapter.speaks === '2.13.7' ? (step.old ?? step) : step;
    const place = `step ${index + 1}, ${step.call}`;
    assert.equal(answer.status, expected.status, `${place} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const wrong = differences(answer.body, filled(expected.answer, kept), 'answer');
    assert.deepEqual(wrong, [], place);
    for (const [name, at] of Object.entries(step.keep ?? {})) kept.set(name, String(valueAt(answer.body, at)));
  }
}

/** A method by its name. */
export function toMethod(text: string): Request['method'] {
  const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;
  const method = methods.find((known) => known === text);
  assert.ok(method, `${text} is not a method`);
  return method;
}

/** The value with what was kept in place of `{name}`. */
function filled<T>(value: T, kept: ReadonlyMap<string, string>): T;
function filled(value: unknown, kept: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((item) => filled<unknown>(item, kept));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [filled(key, kept), filled<unknown>(item, kept)]));
}

/** Where an answer is not what was expected, one line each. */
export function differences(actual: unknown, expected: unknown, place: string): string[] {
  if (expected === undefined) return [];
  if (typeof expected === 'string' && matchers[expected] !== undefined) {
    return matchers[expected](actual) ? [] : [`${place} is ${JSON.stringify(actual)}, not ${expected}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${place} is ${JSON.stringify(actual)}, not a list`];
    if (actual.length !== expected.length) return [`${place} has ${actual.length} items, not ${expected.length}`];
    return expected.flatMap((item, index) => differences(actual[index], item, `${place}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return [`${place} is ${JSON.stringify(actual)}, not an object`];
    return Object.entries(expected).flatMap(([key, item]) => differences(Reflect.get(actual, key), item, `${place}.${key}`));
  }
  return Object.is(actual, expected) ? [] : [`${place} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
}

const matchers: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<any>': () => true,
  '<uuid>': (value) => typeof value === 'string' && isUuid(value),
  '<time>': (value) => typeof value === 'string' && parseTime(value) !== undefined,
};

const valueAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);
