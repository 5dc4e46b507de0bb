import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heartbeatOf } from '../../../runtime/core/heartbeat.ts';
import { isUuid } from '../../../runtime/core/ids.ts';
import { toMilliseconds } from '../../../runtime/core/time.ts';

test('each heartbeat has an id and its time, without which Prefect refuses it', () => {
  const [first, second] = [heartbeatOf('a'), heartbeatOf('a')];
  assert.ok(isUuid(first.id) && first.id !== second.id);
  assert.ok(Math.abs(Date.now() - toMilliseconds(first.occurred)) < 60_000);
  assert.equal(first.resource['prefect.resource.id'], 'prefect.flow-run.a');
});
