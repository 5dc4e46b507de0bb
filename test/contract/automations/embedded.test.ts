import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../support/memory-server.ts';
import { automationCases } from './cases.ts';
import { playAutomation, recordedAutomations } from './play.ts';

/** What the automations of 3.9.1 do, and what ours do. */
const expected = recordedAutomations();

for (const each of automationCases) {
  test(`as 3.9.1: ${each.name}`, async () => {
    await using server = memoryServer();
    const outcome = await playAutomation(each, {
      ask: server.request,
      now: server.now,
      settle: async () => {},
      async wait(seconds) {
        for (let passed = 0; passed < seconds; passed += 1) {
          server.pass(1);
          await server.service('proactive-triggers');
        }
      },
    });
    assert.deepEqual(server.faults, []);
    assert.deepEqual(outcome, expected[each.name]);
  });
}
