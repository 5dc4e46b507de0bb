import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../server/rules/index.ts';
import type { Rule } from '../../server/rules/rule.ts';
import { warmUp } from '../../server/warm-up.ts';

/** All rules, and how many times one of them has looked at a file. */
function counted(): { readonly all: readonly Rule[]; looks: number } {
  const made = { all: rules, looks: 0 };
  const [first, ...others] = rules;
  assert.ok(first !== undefined);
  const check: Rule['check'] = (context) => {
    made.looks += 1;
    first.check(context);
  };
  return Object.assign(made, { all: [{ ...first, check }, ...others] });
}

test('what a keystroke runs has run many times', async () => {
  const made = counted();
  await warmUp(made.all, import.meta.dirname, () => -Infinity);
  assert.ok(made.looks >= 20, `${made.looks} keystrokes`);
});

test('it waits for the one who types', async () => {
  const made = counted();
  let typing = true;
  const done = warmUp(made.all, import.meta.dirname, () => (typing ? performance.now() : -Infinity));
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { looks } = made;
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(made.looks, looks);
  typing = false;
  await done;
  assert.ok(made.looks > looks);
});
