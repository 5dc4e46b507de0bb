import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from '../../../runtime/core/nearest.ts';

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

test('a sentence is made of it, or none', () => {
  assert.equal(didYouMean('proces', ['docker', 'process']), ' Do you mean "process"?');
  assert.equal(didYouMean('modal', ['docker', 'process']), '');
});
