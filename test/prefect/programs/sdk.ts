import {
  allowFailure,
  cachePolicies,
  flow,
  getClient,
  pauseFlowRun,
  resumeFlowRun,
  tags,
  task,
  unmapped,
} from '../../../runtime/sdk/index.ts';

/** What the SDK can do that a server takes part in, for every release; what it returns is compared by the test. */
let attempts = 0;
const flaky = task({ name: 'flaky', retries: 2 }, async () => {
  attempts += 1;
  if (attempts % 2 === 1) throw new Error('the first attempt fails');
  return attempts;
});
const backedOff = task({ name: 'backed-off', retries: 60, retryDelaySeconds: () => 0, retryJitterFactor: 0.1 }, async () => 'patient');
const add = task({ name: 'add', tags: ['sums'] }, async ({ a, b }: { a: number; b: number }) => a + b);
const failing = task({ name: 'failing' }, async () => {
  throw new Error('fails as it should');
});
const slow = task({ name: 'slow', timeoutSeconds: 0.05 }, async () => new Promise((resolve) => setTimeout(resolve, 500)));
const kept = task({ name: 'kept', cachePolicy: cachePolicies.inputs }, async ({ n }: { n: number }) => [n, Math.random()]);
const total = flow({ name: 'total' }, async ({ n }: { n: number }) => add.map({ a: [1, 2, n], b: unmapped(10) }).result());

const paused = flow({ name: 'paused' }, async () => {
  const client = await getClient();
  const resume = setInterval(() => {
    void client.flowRuns
      .filter({ flowRuns: { name: { any_: ['pausing'] }, state: { type: { any_: ['PAUSED'] } } } })
      .then(async ([run]) => (run === undefined ? undefined : resumeFlowRun(run)));
  }, 500);
  await pauseFlowRun({ timeout: 60 }).finally(() => clearInterval(resume));
  return 'went on';
});

let runs = 0;
export const walk = flow({ name: 'walk', retries: 1, flowRunName: 'walk-{day}' }, async ({ day = 'monday' }: { day?: string }) => {
  runs += 1;
  if (runs === 1) throw new Error('the first attempt of the flow fails');
  const first = add.submit({ a: 1, b: 2 });
  const fails = failing.submit();
  const after = add.submit({ a: first, b: 1 }, { waitFor: [allowFailure(fails)] });
  const [one, two] = [await kept({ n: 1 }), await kept({ n: 1 })];
  const states = await Promise.all([failing.returnState(), slow.returnState()]);
  return {
    day,
    flaky: await flaky(),
    patient: await backedOff(),
    isKept: one[1] === two[1],
    total: await tags('tagged')(() => total({ n: 5 })),
    after: await after.result(),
    states: states.map(({ name }) => name),
    paused: await paused.withOptions({ flowRunName: 'pausing' })(),
  };
});
