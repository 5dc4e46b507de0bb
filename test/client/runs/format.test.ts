import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, formatAge, formatDay, formatDuration, formatMoment } from '../../../client/runs/format.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

test('durations', () => {
  const cases: [number, string][] = [
    [-5, '0.0s'],
    [0, '0.0s'],
    [449, '0.4s'],
    [9.99 * seconds, '9.9s'],
    [12.7 * seconds, '12s'],
    [3 * minutes + 5 * seconds, '3m 5s'],
    [2 * hours + 10 * minutes, '2h 10m'],
    [99 * hours, '4d'],
  ];
  for (const [value, text] of cases) assert.equal(formatDuration(value), text);
});

test('ages', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const cases: [number, string][] = [
    [0, 'just now'],
    [-4 * seconds, 'just now'],
    [-59 * seconds, '59s ago'],
    [-90 * minutes, '1h ago'],
    [-50 * hours, '2d ago'],
    [30 * seconds, 'in 30s'],
    [5 * minutes, 'in 5m'],
  ];
  for (const [distance, text] of cases) assert.equal(formatAge(now + distance, now), text);
});

test('days have names when they are near', () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  assert.equal(formatDay(dayOf(now), now), 'Today');
  assert.equal(formatDay(dayOf(now - 24 * hours), now), 'Yesterday');
  assert.equal(formatDay(dayOf(now - 48 * hours), now), '2026-11-19');
});

test('a moment says its time zone', () => {
  assert.match(formatMoment(new Date(2026, 10, 21, 8, 3, 11).getTime()), /^2026-11-21 08:03:11 UTC([+-][\d.]+)?$/);
});
