import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeName } from '../../../server/model/free-name.ts';

test('a name that nothing has stays as it is wished', () => {
  assert.equal(freeName('load', new Set(['loads', 'load2'])), 'load');
});

test('a name that is taken gets the first number that is free', () => {
  assert.equal(freeName('load', new Set(['load', 'load2'])), 'load3');
  assert.equal(freeName('Row', new Set(['Row']), '_'), 'Row_2');
});
