import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listed, nearest, spelled } from '../../../../server/rules/facts/wording.ts';

const options = ['retries', 'retryDelaySeconds', 'timeoutSeconds', 'tags', 'name', 'taskRunName', 'flowRunName'];

const cases: readonly (readonly [written: string, meant: string | undefined])[] = [
  ['retires', 'retries'],
  ['retrie', 'retries'],
  ['Retries', 'retries'],
  ['retryDelaySecond', 'retryDelaySeconds'],
  ['retrydelayseconds', 'retryDelaySeconds'],
  ['timeoutSecnods', 'timeoutSeconds'],
  ['tgas', 'tags'],
  ['nmae', 'name'],
  ['taskRunNmae', 'taskRunName'],
  ['x', undefined],
  ['concurrency', undefined],
  ['delay', undefined],
  ['', undefined],
];

for (const [written, meant] of cases) {
  test(`'${written}' means ${meant ?? 'nothing'}`, () => assert.equal(nearest(written, options), meant));
}

test('of several close names the closest is meant, and of equals the first', () => {
  assert.equal(nearest('load/nightl', ['load/weekly', 'load/nightly']), 'load/nightly');
  assert.equal(nearest('abcd', ['abce', 'abcf']), 'abce');
  assert.equal(nearest('abcd', []), undefined);
});

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
