import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Every way to write the use of a flow. */
reportsAsMarked(
  {
    'conditional, nullish, logical, comma, satisfies, as, non-null': {
      'jobs.ts': `import { flow, type Flow } from 'millrace';
export const quick = flow({ name: 'quick' }, async () => 1);
export const thorough = flow({ name: 'thorough' }, async () => 2);
export const maybe: Flow<{}, number> | undefined = Math.random() > 2 ? quick : undefined;
export const fake = { submit() {}, map() {} };
`,
      'use.ts': `import type { Flow } from 'millrace';
import { flow } from 'millrace';
import { fake, maybe, quick, thorough } from './jobs.ts';
const table = { quick, thorough } satisfies Record<string, Flow<{}, number>>;
export const use = flow({ name: 'use' }, async ({ deep = false }: { deep?: boolean }) => {
  const chosen = deep ? thorough : quick;
  chosen.submit(); // ! flow-no-submit
  (deep ? quick : thorough).map({}); // ! flow-no-map
  (maybe ?? quick).submit(); // ! flow-no-submit
  (maybe || thorough).submit(); // ! flow-no-submit
  (deep && quick)?.submit(); // ! flow-no-submit
  (0, quick).submit(); // ! flow-no-submit
  (quick as Flow<{}, number>).submit(); // ! flow-no-submit
  (<any>quick).submit(); // ! flow-no-submit
  quick!.submit(); // ! flow-no-submit
  (quick satisfies Flow<{}, number>).submit(); // ! flow-no-submit
  table[deep ? 'quick' : 'thorough'].submit(); // ! flow-no-submit
  const key = deep ? 'quick' : 'thorough';
  table[key].map({}); // ! flow-no-map
  fake!.submit();
  (0, fake).submit();
  (deep ? fake : fake).map();
  deep ? quick() : thorough(); // ! no-floating-run
  deep && quick(); // ! no-floating-run
  void quick();
  await (deep ? quick() : thorough());
  deep && (await quick());
});
`,
    },
    'using declarations, labels and scope games': {
      'resource.ts': `import { flow } from 'millrace';
export const job = flow({ name: 'job' }, async () => 1);
export function acquire() {
  return { job, form: { submit() {} }, [Symbol.dispose]() {} };
}
export async function open() {
  return { job, async [Symbol.asyncDispose]() {} };
}
export function hoisted() {
  return later();
  function later() {
    return job;
  }
}
export var job2 = job;
`,
      'use.ts': `import { flow } from 'millrace';
import { acquire, hoisted, job, job2, open } from './resource.ts';
export const use = flow({ name: 'use' }, async () => {
  using held = acquire();
  await using opened = await open();
  held.job.submit(); // ! flow-no-submit
  held.form.submit();
  opened.job.map({}); // ! flow-no-map
  hoisted().submit(); // ! flow-no-submit
  job2.submit(); // ! flow-no-submit
  outer: for (const one of [job]) {
    for (;;) {
      one.submit(); // ! flow-no-submit
      continue outer;
    }
  }
  {
    const job = { submit() {}, map() {} };
    job.submit();
    job.map();
  }
  const inner = (job: { submit(): void }) => job.submit();
  inner({ submit() {} });
  function job3() {}
  job3.submit = () => 1;
  job3.submit();
  class job4 { static submit() {} }
  job4.submit();
  if (true) {
    var hoistedVar = job;
  }
  hoistedVar.submit(); // ! flow-no-submit
  await job();
});
`,
    },
    'submit assigned, wrapped and user-defined subclasses of sdk names': {
      'own.ts': `import { flow as sdkFlow, task as sdkTask, type Flow, type FlowOptions } from 'millrace';
export function flow<P extends object, R>(options: FlowOptions, fn: (p: P) => Promise<R>): Flow<P, R> {
  return sdkFlow({ logPrints: true, ...options }, fn);
}
export function submittable<P extends object, R>(options: FlowOptions, fn: (p: P) => Promise<R>) {
  const made = sdkFlow(options, fn);
  const asTask = sdkTask({ name: \`\${options.name}-task\` }, async (p: P) => made(p as never));
  return Object.assign(made, { submit: asTask.submit, map: asTask.map });
}
export const ownTask = (name: string) => sdkTask.bind(null, { name });
export class JobFlow {
  constructor(readonly inner: Flow<{}, number>) {}
  submit() {
    return this.inner({});
  }
  map(n: number) {
    return Promise.all(Array.from({ length: n }, () => this.inner({})));
  }
}
`,
      'use.ts': `import { flow, JobFlow, submittable } from './own.ts';
const plain = flow({ name: 'plain' }, async () => 1);
const able = submittable({ name: 'able' }, async () => 1);
const job = new JobFlow(plain);
export const main = flow({ name: 'main' }, async () => {
  plain.submit(); // ! flow-no-submit
  able.submit();
  able.map({});
  await job.submit();
  await job.map(3);
  job.inner.submit(); // ! flow-no-submit
  await plain({});
  plain({}); // ! no-floating-run
  return 1;
});
`,
    },
    'submit in chains, comments and odd syntax': {
      'odd.ts': `import { flow, task } from 'millrace';
export const job = flow({ name: 'job' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
const o = { job, step, submit: { submit() {} } };
const key = 'submit';
const method = 'map' as const;
export const main = flow({ name: 'main' }, async () => {
  job?.submit?.(); // ! flow-no-submit
  job['submit'](); // ! flow-no-submit
  job[\`submit\`](); // ! flow-no-submit
  job[key](); // ! flow-no-submit
  job[method]({}); // ! flow-no-map
  step[key]();
  o.submit.submit();
  o?.job?.['submit'](); // ! flow-no-submit
  ((job)).submit(); // ! flow-no-submit
  (await job).submit(); // ! flow-no-submit
  job /* the job */ . submit /* it */ (); // ! flow-no-submit
  const { submit } = job; // ! flow-no-submit
  submit();
  const { submit: stepSubmit } = step;
  stepSubmit();
  [job][0].submit(); // ! flow-no-submit
  ({ job }).job.submit(); // ! flow-no-submit
  (() => job)().submit(); // ! flow-no-submit
  (function () { return job; })().submit(); // ! flow-no-submit
  (async () => job)().then((x) => x.submit()); // ! flow-no-submit
  new (class { job = job; })().job.submit(); // ! flow-no-submit
  typeof job.submit === 'function';
  if ('submit' in job) job.name;
  \`\${job.submit()}\`; // ! flow-no-submit
  [1].map(job.submit); // ! flow-no-submit
  throw job.submit(); // ! flow-no-submit
});
`,
    },
    'parameters are passed to functions that use them': {
      'run.ts': `import { flow, task } from 'millrace';
export function submitAll(items, arg) {
  for (const item of items) item.submit(arg); // ? flow-no-submit
}
export function onlyTasks(item) {
  return item.submit({});
}
export function either(item) {
  return item.submit({});
}
export const startLater = (job, delay) => setTimeout(() => job.submit({}), delay); // ? flow-no-submit
const a = flow({ name: 'a' }, async () => 1);
const t = task({ name: 't' }, async () => 1);
submitAll([a], {});
onlyTasks(t);
either(a);
either(t);
startLater(a, 10);
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
