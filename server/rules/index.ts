// Made by npm run generate out of the files beside it.
import { anonymousFlow } from './anonymous-flow.ts';
import { blockingCallInFlow } from './blocking-call-in-flow.ts';
import { cacheKeyIgnoresParameters } from './cache-key-ignores-parameters.ts';
import { cacheKeyNondeterministic } from './cache-key-nondeterministic.ts';
import { cronDayAndWeekday } from './cron-day-and-weekday.ts';
import { cronEveryMinute } from './cron-every-minute.ts';
import { cronNeverFires } from './cron-never-fires.ts';
import { deploymentNotApplied } from './deployment-not-applied.ts';
import { deploymentNotFound } from './deployment-not-found.ts';
import { deploymentParameterMismatch } from './deployment-parameter-mismatch.ts';
import { duplicateDeploymentName } from './duplicate-deployment-name.ts';
import { duplicateFlowName } from './duplicate-flow-name.ts';
import { entrypointNotExported } from './entrypoint-not-exported.ts';
import { flowNoMap } from './flow-no-map.ts';
import { flowNoSubmit } from './flow-no-submit.ts';
import { flowRunOutcomeIgnored } from './flow-run-outcome-ignored.ts';
import { futureNotResolved } from './future-not-resolved.ts';
import { futureResultInLoop } from './future-result-in-loop.ts';
import { intervalTooShort } from './interval-too-short.ts';
import { invalidCron } from './invalid-cron.ts';
import { invalidRrule } from './invalid-rrule.ts';
import { invalidTimezone } from './invalid-timezone.ts';
import { ioWithoutRetries } from './io-without-retries.ts';
import { largeLiteralParameter } from './large-literal-parameter.ts';
import { lostTaskFailure } from './lost-task-failure.ts';
import { missingTimeout } from './missing-timeout.ts';
import { mutatedOuterVariableInTask } from './mutated-outer-variable-in-task.ts';
import { nestedFlowNotDeployable } from './nested-flow-not-deployable.ts';
import { noAwaitSubmit } from './no-await-submit.ts';
import { noConsoleInFlow } from './no-console-in-flow.ts';
import { noFloatingRun } from './no-floating-run.ts';
import { noPositionalParameters } from './no-positional-parameters.ts';
import { nonDescriptiveName } from './non-descriptive-name.ts';
import { nonSerializableParameter } from './non-serializable-parameter.ts';
import { nonSerializableResult } from './non-serializable-result.ts';
import { retryNonIdempotent } from './retry-non-idempotent.ts';
import { retryWithoutDelay } from './retry-without-delay.ts';
import { runDeploymentWithoutWait } from './run-deployment-without-wait.ts';
import { runtimeValueInOptions } from './runtime-value-in-options.ts';
import { scheduleInDstGap } from './schedule-in-dst-gap.ts';
import { sdkVersionMismatch } from './sdk-version-mismatch.ts';
import { secretInParameter } from './secret-in-parameter.ts';
import { swallowedCancellation } from './swallowed-cancellation.ts';
import { swallowedTaskFailure } from './swallowed-task-failure.ts';
import { taskCalledOutsideFlow } from './task-called-outside-flow.ts';
import { taskRunnerWithoutSubmit } from './task-runner-without-submit.ts';
import { templateUnknownParameter } from './template-unknown-parameter.ts';
import { timeoutCannotInterrupt } from './timeout-cannot-interrupt.ts';
import { timeoutUnit } from './timeout-unit.ts';
import { topLevelSideEffect } from './top-level-side-effect.ts';
import { unboundedMap } from './unbounded-map.ts';
import { unboundedRetry } from './unbounded-retry.ts';
import { undocumentedFlow } from './undocumented-flow.ts';
import { unknownLoggerMethod } from './unknown-logger-method.ts';
import { unknownOption } from './unknown-option.ts';
import { valueUsedAsState } from './value-used-as-state.ts';
import { workPoolNotFound } from './work-pool-not-found.ts';
import type { Rule } from './rule.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
  anonymousFlow,
  blockingCallInFlow,
  cacheKeyIgnoresParameters,
  cacheKeyNondeterministic,
  cronDayAndWeekday,
  cronEveryMinute,
  cronNeverFires,
  deploymentNotApplied,
  deploymentNotFound,
  deploymentParameterMismatch,
  duplicateDeploymentName,
  duplicateFlowName,
  entrypointNotExported,
  flowNoMap,
  flowNoSubmit,
  flowRunOutcomeIgnored,
  futureNotResolved,
  futureResultInLoop,
  intervalTooShort,
  invalidCron,
  invalidRrule,
  invalidTimezone,
  ioWithoutRetries,
  largeLiteralParameter,
  lostTaskFailure,
  missingTimeout,
  mutatedOuterVariableInTask,
  nestedFlowNotDeployable,
  noAwaitSubmit,
  noConsoleInFlow,
  noFloatingRun,
  noPositionalParameters,
  nonDescriptiveName,
  nonSerializableParameter,
  nonSerializableResult,
  retryNonIdempotent,
  retryWithoutDelay,
  runDeploymentWithoutWait,
  runtimeValueInOptions,
  scheduleInDstGap,
  sdkVersionMismatch,
  secretInParameter,
  swallowedCancellation,
  swallowedTaskFailure,
  taskCalledOutsideFlow,
  taskRunnerWithoutSubmit,
  templateUnknownParameter,
  timeoutCannotInterrupt,
  timeoutUnit,
  topLevelSideEffect,
  unboundedMap,
  unboundedRetry,
  undocumentedFlow,
  unknownLoggerMethod,
  unknownOption,
  valueUsedAsState,
  workPoolNotFound,
];
