import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  DeployOptions,
  DeploySchedule,
  FlowOptions,
  RunDeploymentOptions,
  TaskOptions,
  WaitOptions,
} from '../../../runtime/sdk/index.ts';
import type { OptionsOwner } from '../../../server/model/options.ts';
import { isOtherSdks, optionsOf } from '../../../server/model/options.ts';

type Names<T> = Readonly<Record<keyof T, boolean>>;

const common = {
  ...{ name: true, description: true, version: true, tags: true, retries: true, retryDelaySeconds: true, timeoutSeconds: true },
  ...{ logPrints: true, persistResult: true, resultStorage: true, onRunning: true, onCompletion: true, onFailure: true },
};
const flow: Names<FlowOptions> = {
  ...common,
  ...{ flowRunName: true, parameters: true, taskRunner: true, onCancellation: true, onCrashed: true },
};
const task: Names<TaskOptions> = {
  ...common,
  ...{ taskRunName: true, retryJitterFactor: true, retryCondition: true, cachePolicy: true, cacheKeyFn: true },
  ...{ cacheExpiration: true, refreshCache: true, resultStorageKey: true },
};
const deployment: Names<DeployOptions> = {
  ...{ name: true, workPoolName: true, workQueueName: true, entrypoint: true, cron: true, dayOr: true, interval: true, anchorDate: true },
  ...{ rrule: true, timezone: true, schedule: true, schedules: true, parameters: true, enforceParameterSchema: true, tags: true },
  ...{ version: true, description: true, jobVariables: true, concurrencyLimit: true, paused: true },
};
const schedule: Names<DeploySchedule> = {
  ...{ cron: true, dayOr: true, interval: true, anchorDate: true, rrule: true, timezone: true, active: true, parameters: true, slug: true },
};
const runDeployment: Names<RunDeploymentOptions> = {
  ...{ parameters: true, timeout: true, pollInterval: true, scheduledTime: true, idempotencyKey: true, tags: true, flowRunName: true },
  ...{ workQueueName: true, jobVariables: true, asSubflow: true },
};
const waitForFlowRuns: Names<WaitOptions> = { timeout: true, pollInterval: true, onChange: true, raiseOnFailure: true };

/** The compiler checks that these are all options of the SDK, and no others. */
const sdk: Readonly<Record<Exclude<OptionsOwner, 'configured'>, object>> = {
  flow,
  task,
  deployment,
  schedule,
  runDeployment,
  waitForFlowRuns,
};

for (const [of, names] of Object.entries(sdk) as [keyof typeof sdk, object][]) {
  test(`the options of ${of} that the language server knows are those of the SDK`, () =>
    assert.deepEqual(
      optionsOf(of, 'typescript')
        .map(({ name }) => name)
        .toSorted(),
      Object.keys(names).toSorted(),
    ));
}

for (const of of [...(Object.keys(sdk) as OptionsOwner[]), 'configured'] as const) {
  test(`each option of ${of} has one fact, with a sentence about it`, () => {
    for (const language of ['typescript', 'python'] as const) {
      const facts = optionsOf(of, language);
      assert.deepEqual(new Set(facts.map(({ name }) => name)).size, facts.length);
      for (const { name, summary } of facts) assert.match(summary, /^[A-Z].*[.…]$/, name);
    }
  });
}

test("an option that one SDK alone has is the other one's to the first", () => {
  assert.deepEqual([isOtherSdks('task', 'typescript', 'onRollback'), isOtherSdks('task', 'python', 'onRollback')], [true, false]);
  assert.deepEqual([isOtherSdks('task', 'javascript', 'retryCondition'), isOtherSdks('task', 'python', 'retryCondition')], [false, true]);
  assert.equal(isOtherSdks('task', 'typescript', 'nothing'), false);
});
