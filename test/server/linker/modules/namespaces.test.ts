import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows that go through exports, imports and namespaces. */
reportsAsMarked(
  {
    'barrels with cycles and export star as': {
      'core/a.ts': `import { flow } from 'millrace';
import * as all from './index.ts';
export const alpha = flow({ name: 'alpha' }, async () => {
  all.b.beta.submit({}); // ! flow-no-submit
  await all.b.beta({});
});
`,
      'core/b.ts': `import { flow } from 'millrace';
import { a } from './index.ts';
export const beta = flow({ name: 'beta' }, async () => {
  a.alpha.map({}); // ! flow-no-map
});
export { a as inner } from './index.ts';
export const local = { alpha: { submit() {} } };
`,
      'core/index.ts': `export * as a from './a.ts';
export * as b from './b.ts';
export * from './c.ts';
`,
      'core/c.ts': `export * from './index.ts';
export * from './d.ts';
export { default } from './d.ts';
`,
      'core/d.ts': `import { task } from 'millrace';
export const delta = task({ name: 'delta' }, async ({ x }: { x: number }) => x);
export default delta;
`,
      'use.ts': `import { flow } from 'millrace';
import { a, b, delta } from './core/index.ts';
import viaC, { delta as again } from './core/c.ts';
const { alpha } = a;
export const use = flow({ name: 'use' }, async () => {
  alpha.submit({}); // ! flow-no-submit
  b.inner.alpha.submit({}); // ! flow-no-submit
  b.local.alpha.submit();
  const x = delta.submit({ x: 1 });
  const y = again.submit({ x });
  const z = viaC.submit({ x: y });
  const sum = x + 1; // ! future-not-resolved
  await z; // ! no-await-submit
  await z.result();
  return [await y.result(), sum];
});
`,
    },
    'dynamic import, require, typeof import, import equals': {
      'jobs.ts': `import { flow } from 'millrace';
export const job = flow({ name: 'job' }, async () => 1);
export const queue = { submit() {} };
export default flow({ name: 'default-job' }, async () => 2);
`,
      'lazy.ts': `import { flow } from 'millrace';
type Jobs = typeof import('./jobs.ts');
const load = () => import('./jobs.ts');
export const lazy = flow({ name: 'lazy' }, async () => {
  const { job, queue, default: other } = await import('./jobs.ts');
  job.submit(); // ! flow-no-submit
  queue.submit();
  other.submit(); // ! flow-no-submit
  (await load()).job.map({}); // ! flow-no-map
  await import('./jobs.ts').then(({ job }) => job.submit()); // ! flow-no-submit
  await import('./jobs.ts').then((module) => module.queue.submit());
  const jobs = await load();
  jobs.job(); // ! no-floating-run
  await jobs.default();
  const [{ job: again }] = await Promise.all([import('./jobs.ts')]);
  again.submit(); // ! flow-no-submit
});
export function given(jobs: Jobs, one: Jobs['job']) {
  jobs.job.submit(); // ! flow-no-submit
  jobs.queue.submit();
  one.submit(); // ! flow-no-submit
}
`,
      'old.cts': `import jobs = require('./jobs.ts');
const { job } = require('./jobs.ts');
jobs.job.submit(); // ! flow-no-submit
job.map({}); // ! flow-no-map
jobs.queue.submit();
require('./jobs.ts').default.submit(); // ! flow-no-submit
module.exports = { job, runner: { submit() {} } };
`,
      'user.cjs': `const { job: renamed, runner } = require('./old.cts');
renamed.submit(); // ! flow-no-submit
runner.submit();
`,
    },
    'getters, symbols and template keys': {
      'jobs.ts': `import { flow } from 'millrace';
export const RUN = Symbol('run');
export const run = flow({ name: 'run' }, async () => 1);
export const holder = {
  [RUN]: run,
  ['job-' + 'a']: run,
  [\`job-b\`]: run,
  'kebab-case': { inner: run },
  get current() {
    return run;
  },
  get queue() {
    return { submit() {} };
  },
  make() {
    return flow({ name: 'made' }, async () => 2);
  },
  async load() {
    return run;
  },
};
export const frozen = Object.freeze({ run, q: { submit() {} } });
`,
      'use.ts': `import { flow } from 'millrace';
import { frozen, holder, RUN } from './jobs.ts';
export const use = flow({ name: 'use' }, async () => {
  holder[RUN].submit(); // ! flow-no-submit
  holder['job-b'].submit(); // ! flow-no-submit
  holder['kebab-case'].inner.submit(); // ! flow-no-submit
  holder.current.submit(); // ! flow-no-submit
  holder.queue.submit();
  holder.make().submit(); // ! flow-no-submit
  (await holder.load()).submit(); // ! flow-no-submit
  frozen.run.map({}); // ! flow-no-map
  frozen.q.submit();
  holder.load().then((one) => one.submit()); // ! flow-no-submit
  const { current, [RUN]: bySymbol, 'kebab-case': { inner } } = holder;
  current.submit(); // ! flow-no-submit
  bySymbol.submit(); // ! flow-no-submit
  inner.submit(); // ! flow-no-submit
  const name = \`job-\${'b'}\` as const;
  holder[name].submit(); // ! flow-no-submit
});
`,
    },
    'namespaces, augmentation and ambient things': {
      'lib.ts': `import { flow } from 'millrace';
export namespace Jobs {
  export const load = flow({ name: 'load' }, async () => 1);
  export namespace Deep {
    export const save = flow({ name: 'save' }, async () => 2);
    export const queue = { submit() {} };
  }
}
export import Deep = Jobs.Deep;
declare module 'express' {
  interface Request { job: typeof Jobs.load; form: { submit(): void } }
}
declare global {
  var queue: { submit(): void };
}
`,
      'use.ts': `import { flow, type Flow } from 'millrace';
import { Deep, Jobs } from './lib.ts';
import type { Request } from 'express';
import Alias = Jobs.Deep;
export const use = flow({ name: 'use' }, async () => {
  Jobs.load.submit(); // ! flow-no-submit
  Jobs.Deep.save.submit(); // ! flow-no-submit
  Deep.save.submit(); // ! flow-no-submit
  Alias.save.map({}); // ! flow-no-map
  Deep.queue.submit();
  globalThis.queue.submit();
  queue.submit();
});
export function handle(request: Request, flow: Flow<{}, void>) {
  request.form.submit();
  flow.submit(); // ! flow-no-submit
}
declare const ambient: Flow<{}, void>;
declare const other: { submit(): void };
ambient.submit(); // ! flow-no-submit
other.submit();
`,
    },
    'export forms': {
      'a.ts': `import { flow as f, task as t } from 'millrace';
const one = f({ name: 'one' }, async () => 1);
function two() { return one; }
export { one as 'string name', one as default, two };
export let three = one, four = t({ name: 'four' }, async () => 4);
export const { five, six: [seven] } = { five: one, six: [one] };
export class Box { static one = one; one = one; queue = { submit() {} }; }
export abstract class Holder { protected static readonly jobs = { one }; static get(key: 'one') { return Holder.jobs[key]; } }
export enum Names { one = 'one' }
`,
      'b.ts': `export { 'string name' as stringName } from './a.ts';
export { default } from './a.ts';
export * from './a.ts';
export { default as defaultName, three as trois } from './a.ts';
import * as everything from './a.ts';
export { everything };
export default class {}
`,
      'c.ts': `import { Box, everything, five, four, Holder, seven, stringName, three, trois, two, defaultName, Names } from './b.ts';
import * as b from './b.ts';
stringName.submit(); // ! flow-no-submit
two().submit(); // ! flow-no-submit
three.submit(); // ! flow-no-submit
four.map({}); // ! task-called-outside-flow
five.submit(); // ! flow-no-submit
seven.submit(); // ! flow-no-submit
trois.submit(); // ! flow-no-submit
defaultName.submit(); // ! flow-no-submit
everything.default.submit(); // ! flow-no-submit
everything['string name'].submit(); // ! flow-no-submit
b.everything.three.submit(); // ! flow-no-submit
b['stringName'].submit(); // ! flow-no-submit
Box.one.submit(); // ! flow-no-submit
new Box().one.submit(); // ! flow-no-submit
new Box().queue.submit();
Holder.get(Names.one).submit(); // ! flow-no-submit
export const viaTypeof: typeof everything.three = three;
viaTypeof.submit(); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
