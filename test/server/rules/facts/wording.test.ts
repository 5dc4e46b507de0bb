import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listed, spelled } from '../../../../server/rules/facts/wording.ts';

test('names are listed as in a sentence', () => {
  assert.equal(listed([]), '');
  assert.equal(listed(['a']), "'a'");
  assert.equal(listed(['a', 'b']), "'a' and 'b'");
  assert.equal(listed(['a', 'b', 'c']), "'a', 'b' and 'c'");
  assert.equal(listed([...'abcdefgh']), "'a', 'b', 'c', 'd', 'e', 'f', 'g' and 'h'");
  assert.equal(listed([...'abcdefghij']), "'a', 'b', 'c', 'd', 'e', 'f', 'g' and 3 more");
});

test('names are spelled as the language spells them', () => {
  assert.equal(spelled('typescript', 'runDeployment'), 'runDeployment');
  assert.equal(spelled('javascript', 'waitForFlowRuns'), 'waitForFlowRuns');
  assert.equal(spelled('python', 'waitForFlowRuns'), 'wait_for_flow_runs');
  assert.equal(spelled('yaml', 'workPoolName'), 'work_pool_name');
});
