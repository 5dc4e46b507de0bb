import type { Language } from './file.ts';

/** What an option accepts, for completion, hover and the rules about options. */
export interface OptionFact {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean' | 'strings' | 'function' | 'object' | 'list' | 'other';
  /** Numbers are seconds unless another unit is named. */
  readonly unit?: 'seconds' | 'count' | 'factor';
  readonly summary: string;
  /** Whether `{parameter}` in it is replaced. */
  readonly template?: boolean;
  /** Which SDK alone has it; both have it unless one is named. */
  readonly only?: 'millrace' | 'prefect';
}

/** What options are given to. */
export type OptionsOwner = 'flow' | 'task' | 'deployment' | 'configured' | 'schedule' | 'runDeployment' | 'waitForFlowRuns';

/** The options that an SDK takes there: Millrace's in TypeScript and JavaScript, Prefect's in Python and in its YAML. */
export const optionsOf = (of: OptionsOwner, language: Language): readonly OptionFact[] => options[of][sdkOf(language)].all;

/** An option by its name, if the SDK takes it there. */
export const optionFact = (of: OptionsOwner, language: Language, name: string): OptionFact | undefined =>
  options[of][sdkOf(language)].byName.get(name);

/** Whether the other SDK takes an option there that the one of this language does not. */
export const isOtherSdks = (of: OptionsOwner, language: Language, name: string): boolean =>
  options[of][sdkOf(language) === 'prefect' ? 'millrace' : 'prefect'].byName.has(name);

type Sdk = 'millrace' | 'prefect';

const sdkOf = (language: Language): Sdk => (language === 'python' || language === 'yaml' ? 'prefect' : 'millrace');

const common: readonly OptionFact[] = [
  { name: 'name', type: 'string', summary: 'The name under which runs are found.' },
  { name: 'description', type: 'string', summary: 'A text for people; Markdown.' },
  { name: 'version', type: 'string', summary: 'A version of your own.' },
  { name: 'tags', type: 'strings', summary: 'Labels given to every run.' },
  { name: 'retries', type: 'number', unit: 'count', summary: 'How often a failed run is tried again.' },
  {
    name: 'retryDelaySeconds',
    type: 'other',
    unit: 'seconds',
    summary: 'Seconds to wait before each new try: a number, a list with one for each try, or exponentialBackoff(factor).',
  },
  { name: 'timeoutSeconds', type: 'number', unit: 'seconds', summary: 'A run that takes longer becomes Failed with the name TimedOut.' },
  { name: 'logPrints', type: 'boolean', summary: 'Sends what the code prints to the run’s logs.' },
  { name: 'persistResult', type: 'boolean', summary: 'Keeps the result, so that other runs and processes can read it.' },
  { name: 'resultStorage', type: 'other', summary: 'Where results are kept.' },
  { name: 'resultSerializer', type: 'other', summary: 'How results are written.', only: 'prefect' },
  { name: 'cacheResultInMemory', type: 'boolean', summary: 'Keeps the result in memory while the flow runs.', only: 'prefect' },
  { name: 'onCompletion', type: 'list', summary: 'Called when a run is Completed.' },
  { name: 'onFailure', type: 'list', summary: 'Called when a run has Failed.' },
  { name: 'onRunning', type: 'list', summary: 'Called when a run starts.' },
];

const flowOptions: readonly OptionFact[] = [
  ...common,
  { name: 'flowRunName', type: 'string', template: true, summary: 'The name of each run: a template such as `etl-{day}`, or a function.' },
  { name: 'taskRunner', type: 'other', summary: 'How submitted tasks run: concurrent({ maxWorkers }) or sequential().' },
  { name: 'parameters', type: 'other', summary: 'A Standard Schema that checks the parameters.', only: 'millrace' },
  { name: 'validateParameters', type: 'boolean', summary: 'Whether parameters are checked before the run.', only: 'prefect' },
  { name: 'onCancellation', type: 'list', summary: 'Called when a run is cancelled.' },
  { name: 'onCrashed', type: 'list', summary: 'Called when a run’s process has gone.' },
];

const taskOptions: readonly OptionFact[] = [
  ...common,
  {
    name: 'retryJitterFactor',
    type: 'number',
    unit: 'factor',
    summary: 'Spreads the waiting: up to this share is added at random, so that tries do not come all at once.',
  },
  { name: 'retryCondition', type: 'function', summary: 'Decides from the error whether another try makes sense.', only: 'millrace' },
  { name: 'retryConditionFn', type: 'function', summary: 'Decides from the state whether another try makes sense.', only: 'prefect' },
  {
    name: 'taskRunName',
    type: 'string',
    template: true,
    summary: 'The name of each run: a template such as `load-{node}`, or a function.',
  },
  { name: 'cachePolicy', type: 'other', summary: 'What makes two runs the same, so that the second takes the first one’s result.' },
  { name: 'cacheKeyFn', type: 'function', summary: 'The key under which the result is cached; undefined for no caching.' },
  { name: 'cacheExpiration', type: 'other', unit: 'seconds', summary: 'How long a cached result is good for.' },
  { name: 'refreshCache', type: 'boolean', summary: 'Runs although a cached result exists, and replaces it.' },
  { name: 'resultStorageKey', type: 'string', template: true, summary: 'The name under which the result is kept.' },
  { name: 'onRollback', type: 'list', summary: 'Called when the transaction is rolled back.', only: 'prefect' },
  { name: 'onCommit', type: 'list', summary: 'Called when the transaction is committed.', only: 'prefect' },
  { name: 'vizReturnValue', type: 'other', summary: 'What a drawing of the flow takes for the result.', only: 'prefect' },
];

/** When a schedule makes runs: given to a deployment itself, or to one of its schedules. */
const scheduleTimes: readonly OptionFact[] = [
  { name: 'cron', type: 'string', summary: 'A schedule: minute, hour, day of month, month, day of week.' },
  { name: 'interval', type: 'other', unit: 'seconds', summary: 'A schedule: seconds between two runs.' },
  { name: 'rrule', type: 'string', summary: 'A schedule: a recurrence rule of RFC 5545.' },
  { name: 'timezone', type: 'string', summary: 'The time zone of the schedule, as `Europe/Berlin`.' },
  { name: 'anchorDate', type: 'string', summary: 'The time from which an interval counts.' },
  { name: 'dayOr', type: 'boolean', summary: 'Whether a cron’s day of month and day of week are alternatives.' },
];

const deploymentOptions: readonly OptionFact[] = [
  { name: 'name', type: 'string', summary: 'The deployment’s name; together with the flow’s it is `flow/deployment`.' },
  { name: 'workPoolName', type: 'string', summary: 'The work pool whose workers run it.' },
  { name: 'workQueueName', type: 'string', summary: 'The queue of that pool.' },
  { name: 'entrypoint', type: 'string', summary: 'Where the flow is: `flows/etl.ts:etl`.' },
  ...scheduleTimes,
  { name: 'schedule', type: 'object', summary: 'One schedule.' },
  { name: 'schedules', type: 'list', summary: 'Several schedules.' },
  { name: 'parameters', type: 'object', summary: 'The values of the flow’s parameters.' },
  { name: 'tags', type: 'strings', summary: 'Labels given to the deployment and its runs.' },
  { name: 'version', type: 'string', summary: 'A version of your own.' },
  { name: 'description', type: 'string', summary: 'A text for people; Markdown.' },
  { name: 'jobVariables', type: 'object', summary: 'What the worker’s job gets: env, command, working_dir, image …' },
  { name: 'concurrencyLimit', type: 'other', unit: 'count', summary: 'How many runs may go at once.' },
  { name: 'paused', type: 'boolean', summary: 'Whether its schedules wait.' },
  { name: 'enforceParameterSchema', type: 'boolean', summary: 'Whether the server refuses parameters that do not fit.' },
  { name: 'triggers', type: 'list', summary: 'Events that start a run.', only: 'prefect' },
  { name: 'image', type: 'other', summary: 'The container image in which it runs.', only: 'prefect' },
  { name: 'build', type: 'other', summary: 'Whether the image is built.', only: 'prefect' },
  { name: 'push', type: 'other', summary: 'Whether the image is pushed.', only: 'prefect' },
  { name: 'printNextSteps', type: 'boolean', summary: 'Whether a hint is printed.', only: 'prefect' },
  { name: 'ignoreWarnings', type: 'boolean', summary: 'Whether warnings are kept quiet.', only: 'prefect' },
  { name: 'limit', type: 'number', unit: 'count', summary: 'How many runs one process serves at once.', only: 'prefect' },
  { name: 'pauseOnShutdown', type: 'boolean', summary: 'Whether the schedules wait when the process ends.', only: 'prefect' },
  { name: 'globalLimit', type: 'number', unit: 'count', summary: 'How many runs all processes serve at once.', only: 'prefect' },
];

const configuredNames = new Set([
  ...['name', 'workPoolName', 'workQueueName', 'jobVariables', 'entrypoint', 'schedule', 'schedules', 'parameters', 'tags'],
  ...['version', 'description', 'concurrencyLimit', 'paused', 'enforceParameterSchema', 'triggers', 'build', 'push'],
]);

/** Those of a deployment in `prefect.yaml`; what its `work_pool` holds has the names that it has in code. */
const configuredOptions: readonly OptionFact[] = [
  ...deploymentOptions.filter(({ name }) => configuredNames.has(name)),
  { name: 'workPool', type: 'object', summary: 'The work pool: `name`, `work_queue_name`, `job_variables`.' },
  { name: 'flowName', type: 'string', summary: 'The name of the flow.' },
  { name: 'versionType', type: 'string', summary: 'Where the version comes from.' },
  { name: 'pull', type: 'list', summary: 'What a worker does to have the code.' },
  { name: 'sla', type: 'list', summary: 'What is expected of its runs.' },
];

const scheduleOptions: readonly OptionFact[] = [
  ...scheduleTimes,
  { name: 'active', type: 'boolean', summary: 'Whether it makes runs; true unless said.' },
  { name: 'parameters', type: 'object', summary: 'Parameters of its runs, over those of the deployment.' },
  { name: 'slug', type: 'string', summary: 'A name for it.' },
  { name: 'replaces', type: 'string', summary: 'The slug of the schedule in whose place it comes.', only: 'prefect' },
  { name: 'maxScheduledRuns', type: 'number', unit: 'count', summary: 'How many of its runs are made ahead.', only: 'prefect' },
];

const runDeploymentOptions: readonly OptionFact[] = [
  { name: 'parameters', type: 'object', summary: 'The values of the flow’s parameters.' },
  { name: 'timeout', type: 'number', unit: 'seconds', summary: 'Seconds to wait for the end; 0 returns at once, nothing waits for ever.' },
  { name: 'pollInterval', type: 'number', unit: 'seconds', summary: 'Seconds between two looks at the run.' },
  { name: 'scheduledTime', type: 'other', summary: 'When the run is to start.' },
  { name: 'flowRunName', type: 'string', summary: 'The name of the run.' },
  { name: 'tags', type: 'strings', summary: 'Labels of the run.' },
  { name: 'idempotencyKey', type: 'string', summary: 'A second call with the same key gives the first one’s run.' },
  { name: 'workQueueName', type: 'string', summary: 'Another queue than the deployment’s.' },
  { name: 'jobVariables', type: 'object', summary: 'What the worker’s job gets.' },
  { name: 'asSubflow', type: 'boolean', summary: 'Whether the run is shown as a subflow of the one that starts it.' },
];

const waitOptions: readonly OptionFact[] = [
  { name: 'timeout', type: 'number', unit: 'seconds', summary: 'Seconds to wait at most.' },
  { name: 'onChange', type: 'function', summary: 'Called with each new state of a run.' },
  { name: 'raiseOnFailure', type: 'boolean', summary: 'Whether runs that did not complete are thrown as one error; true unless said.' },
  { name: 'pollInterval', type: 'number', unit: 'seconds', summary: 'Seconds between two looks at the runs.' },
];

interface Options {
  readonly all: readonly OptionFact[];
  readonly byName: ReadonlyMap<string, OptionFact>;
}

const listed = (all: readonly OptionFact[]): Options => ({ all, byName: new Map(all.map((fact) => [fact.name, fact])) });

const bySdk = (facts: readonly OptionFact[]): Readonly<Record<Sdk, Options>> => ({
  millrace: listed(facts.filter(({ only }) => only !== 'prefect')),
  prefect: listed(facts.filter(({ only }) => only !== 'millrace')),
});

const options: Readonly<Record<OptionsOwner, Readonly<Record<Sdk, Options>>>> = {
  flow: bySdk(flowOptions),
  task: bySdk(taskOptions),
  deployment: bySdk(deploymentOptions),
  configured: bySdk(configuredOptions),
  schedule: bySdk(scheduleOptions),
  runDeployment: bySdk(runDeploymentOptions),
  waitForFlowRuns: bySdk(waitOptions),
};
