import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFrom } from '../../../runtime/core/name-from.ts';

const greet = ({ name = 'world', at = Date.now(), count }: { name?: string; at?: number; count: number }): string =>
  `${name} ${at} ${count}`;

const cases: { template: string; given: Record<string, unknown>; name: string | undefined }[] = [
  { template: 'hello-{name}', given: {}, name: 'hello-world' },
  { template: 'hello-{name}', given: { name: 'Ada' }, name: 'hello-Ada' },
  { template: 'hello-{name}', given: { name: undefined }, name: 'hello-world' },
  { template: 'hello-{name}', given: { name: '{count}' }, name: 'hello-{count}' },
  { template: '{name} {count}', given: { count: 2 }, name: 'world 2' },
  { template: 'at {at}', given: {}, name: undefined },
  { template: '{name} {count}', given: {}, name: undefined },
  { template: '{day}', given: {}, name: undefined },
  { template: '{name.first}', given: { name: { first: 'Ada' } }, name: 'Ada' },
  { template: 'plain', given: {}, name: 'plain' },
];

for (const { template, given, name } of cases) {
  test(`"${template}" with ${JSON.stringify(given)} names a run ${name ?? 'not at all'}`, () =>
    assert.equal(nameFrom(template, given, greet), name));
}
