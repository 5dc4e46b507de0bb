import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propose } from '../../../../runtime/api-server/policies/propose.ts';
import type { FlowRunFacts, Rule, Verdict } from '../../../../runtime/api-server/policies/rule.ts';
import { decide, of } from '../../../../runtime/api-server/policies/rule.ts';
import { flowRunFacts } from '../../../support/check-policy.ts';

const running = propose('RUNNING', 'Running');
const rule = (verdict: Verdict | undefined, rest: Partial<Rule<FlowRunFacts>> = {}): Rule<FlowRunFacts> => ({
  name: 'rule',
  apply: () => verdict,
  ...rest,
});
const rename = (name: string): Verdict => ({ say: 'adjust', state: { ...running, name } });
const none = { reason: undefined, delaySeconds: undefined, changes: {} };

const decisions: { what: string; rules: Rule<FlowRunFacts>[]; decision: object }[] = [
  { what: 'no rules', rules: [], decision: { ...none, status: 'ACCEPT', state: running } },
  { what: 'rules that have nothing to say', rules: [rule(undefined)], decision: { ...none, status: 'ACCEPT', state: running } },
  {
    what: 'rules that adjust, the last one having the last word',
    rules: [rule(rename('One')), rule(rename('Two'))],
    decision: { ...none, status: 'ACCEPT', state: { ...running, name: 'Two' } },
  },
  {
    what: 'changes of several rules',
    rules: [rule({ say: 'adjust', changes: { runCount: 0 } }), rule({ say: 'adjust', changes: { policy: { retries: 1 } } })],
    decision: { ...none, status: 'ACCEPT', state: running, changes: { runCount: 0, policy: { retries: 1 } } },
  },
  {
    what: 'a rule that waits, and no change of one before it',
    rules: [
      rule({ say: 'adjust', changes: { runCount: 0 } }),
      rule({ say: 'wait', delaySeconds: 3, reason: 'early' }),
      rule(rename('Never')),
    ],
    decision: { status: 'WAIT', state: null, reason: 'early', delaySeconds: 3, changes: {} },
  },
  {
    what: 'a rule that aborts',
    rules: [rule({ say: 'abort', reason: 'no' }), rule(rename('Never'))],
    decision: { ...none, status: 'ABORT', state: null, reason: 'no' },
  },
  {
    what: 'a rule that keeps the state',
    rules: [rule({ say: 'adjust', changes: { runCount: 0 } }), rule({ say: 'reject', state: null, reason: 'no' })],
    decision: { ...none, status: 'REJECT', state: null, reason: 'no' },
  },
  {
    what: 'a rule that puts another state in the place, with its own changes only',
    rules: [
      rule({ say: 'adjust', changes: { runCount: 0 } }),
      rule({ say: 'reject', state: propose('SCHEDULED', 'Later'), reason: 'later', changes: { policy: { retries: 2 } } }),
      rule({ say: 'abort', reason: 'never asked' }),
    ],
    decision: { ...none, status: 'REJECT', state: propose('SCHEDULED', 'Later'), reason: 'later', changes: { policy: { retries: 2 } } },
  },
];

for (const { what, rules, decision } of decisions) {
  test(`what becomes of a proposal by ${what}`, () => assert.deepEqual(decide(rules, flowRunFacts, running), decision));
}

test('a rule is asked about its own transitions only, by the type that rules before it have made', () => {
  const asked: string[] = [];
  const tell = (name: string, rest: Partial<Rule<FlowRunFacts>>): Rule<FlowRunFacts> =>
    rule(undefined, { ...rest, apply: () => void asked.push(name) });
  const rules = [
    tell('from nothing', { from: of(null) }),
    tell('from running', { from: of('RUNNING') }),
    tell('to running', { to: of('RUNNING') }),
    rule({ say: 'adjust', state: propose('PENDING', 'Pending') }),
    tell('to running, too late', { to: of('RUNNING') }),
    tell('to pending', { from: of(null, 'FAILED'), to: of('PENDING') }),
  ];
  decide(rules, flowRunFacts, running);
  assert.deepEqual(asked, ['from nothing', 'to running', 'to pending']);
});

test('a rule sees the run as those before it would change it', () => {
  let seen: number | undefined;
  const see = rule(undefined, { apply: ({ runCount }) => void (seen = runCount) });
  decide([rule({ say: 'adjust', changes: { runCount: 7 } }), see], flowRunFacts, running);
  assert.equal(seen, 7);
});
