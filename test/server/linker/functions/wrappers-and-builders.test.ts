import { besideFlows, reportsAsMarked } from '../../../support/applications.ts';

/** Functions around flows: wrappers, factories, builders, closures. */
reportsAsMarked({
  'wrappers with generics': besideFlows(`import { etl, report } from './flows';
import { flow, type AnyFlow } from 'millrace';
function withLogging<F extends AnyFlow>(inner: F): F { console.log(inner.name); return inner; }
const logged = withLogging(flow({ name: 'logged' }, async () => 1));
logged.submit(); // ! flow-no-submit
export const both = withLogging(withLogging(etl));
both.submit(); // ! flow-no-submit
const pipe = <A, B, C>(a: A, f: (a: A) => B, g: (b: B) => C): C => g(f(a));
pipe(report, withLogging, withLogging).submit(); // ! flow-no-submit
const identity = <T>(value: T) => value;
identity(etl).map([]); // ! flow-no-map
const memo = <T>(make: () => T) => { let made: T | undefined; return () => (made ??= make()); };
memo(() => etl)().submit(); // ! flow-no-submit
`),
  'factories that return objects and tuples': besideFlows(`import { flow, task } from 'millrace';
function createPipeline(name: string) {
  const extract = task({ name: name + '-extract' }, async () => 1);
  const run = flow({ name }, async () => extract());
  return { run, extract, meta: { name } };
}
const { run, extract } = createPipeline('sales');
run.submit(); // ! flow-no-submit
createPipeline('x').run.map([]); // ! flow-no-map
extract.submit();
const useFlow = (name: string) => [flow({ name }, async () => 1), () => {}] as const;
const [weekly, stop] = useFlow('weekly');
weekly.submit(); // ! flow-no-submit
stop();
const pipelines = ['a', 'b'].map((name) => createPipeline(name));
for (const pipeline of pipelines) pipeline.run.submit(); // ! flow-no-submit
const byName = Object.fromEntries(['a', 'b'].map((name) => [name, createPipeline(name).run]));
byName.a?.submit(); // ! flow-no-submit
`),
  'currying, bind, call and apply': besideFlows(`import { flow, task } from 'millrace';
import { etl, load } from './flows';
const defineFlow = (name: string) => (body: () => Promise<number>) => flow({ name }, body);
const daily = defineFlow('daily')(async () => 1);
daily.submit(); // ! flow-no-submit
const named = flow.bind(null, { name: 'bound' });
named(async () => 1).submit(); // ! flow-no-submit
const submit = etl.submit.bind(etl); // ! flow-no-submit
submit({ day: 'x' });
etl.submit.call(etl, { day: '' }); // ! flow-no-submit
etl.submit.apply(etl, [{ day: '' }]); // ! flow-no-submit
const start = load.submit.bind(load);
export const main = flow({ name: 'main' }, async () => {
  await start({ day: 'a' }); // ! no-await-submit
});
task;
`),
  'builders and fluent interfaces': besideFlows(`import { flow, type AnyFlow } from 'millrace';
import { etl, report } from './flows';
class PipelineBuilder {
  readonly #flows: AnyFlow[] = [];
  add(one: AnyFlow) { this.#flows.push(one); return this; }
  build() { return this.#flows; }
  get first() { return this.#flows[0]; }
}
const built = new PipelineBuilder().add(etl).add(report).build();
for (const one of built) one.submit(); // ! flow-no-submit
new PipelineBuilder().add(etl).first?.submit(); // ! flow-no-submit
const builder = () => { const steps: AnyFlow[] = []; return { step(one: AnyFlow) { steps.push(one); return this; }, done: () => steps }; };
builder().step(etl).done().forEach((one) => one.submit()); // ? flow-no-submit
flow({ name: 'x' }, async () => 1).withOptions({ name: 'y' }).withOptions({ name: 'z' }).submit(); // ! flow-no-submit
`),
  'closures, default parameters and callbacks': besideFlows(`import { etl, report } from './flows';
const scheduler = (job = etl, every = 60) => setInterval(() => job.submit({ day: String(every) }), every); // ! flow-no-submit
scheduler();
function retry<T>(action: () => T, times = 3): T { return action(); }
retry(() => etl).submit(); // ! flow-no-submit
retry(() => report.submit()); // ! flow-no-submit
const lazy = { get etl() { return etl; }, load: async () => report };
lazy.etl.submit(); // ! flow-no-submit
(await lazy.load()).submit(); // ! flow-no-submit
lazy.load().then((one) => one.submit()); // ! flow-no-submit
const handlers: Record<string, () => void> = { start: () => { etl({ day: '' }); } }; // ! no-floating-run
handlers['start']?.();
(function () { return etl; })().submit(); // ! flow-no-submit
(() => ({ job: etl }))().job.submit(); // ! flow-no-submit
`),
  'iterators, generators and async generators': besideFlows(`import { etl, report } from './flows';
function* jobs() { yield etl; yield* [report]; }
for (const job of jobs()) job.submit(); // ! flow-no-submit
async function* later() { for (const job of jobs()) yield job; }
for await (const job of later()) job.submit(); // ! flow-no-submit
[...jobs()].map((job) => job.submit()); // ! flow-no-submit
const { value } = jobs().next();
value?.submit(); // ! flow-no-submit
jobs().next().value?.submit(); // ! flow-no-submit
class Registry { *[Symbol.iterator]() { yield etl; } }
for (const job of new Registry()) job.submit(); // ! flow-no-submit
const iterator = [etl][Symbol.iterator]();
iterator.next().value?.submit(); // ! flow-no-submit
const entries = [etl, report].entries();
for (const [index, job] of entries) job.submit({ index }); // ! flow-no-submit
const doneJobs = jobs().map((job) => job).take(1).toArray();
doneJobs[0]?.submit(); // ! flow-no-submit
`),
  'promise pools and combinators': besideFlows(`import pMap from 'p-map';
import pLimit from 'p-limit';
import { flow } from 'millrace';
import { etl, report, load } from './flows';
export const main = flow({ name: 'main' }, async () => {
  await pMap([etl, report], (job) => job.submit({})); // ? flow-no-submit
  const limit = pLimit(2);
  await Promise.all([1, 2].map((n) => limit(() => etl.submit({ day: String(n) })))); // ! flow-no-submit
  const results = await Promise.allSettled([etl.submit({ day: '' }), report()]); // ! flow-no-submit
  for await (const job of [Promise.resolve(etl)]) job.submit(); // ! flow-no-submit
  const days = ['a', 'b'];
  for (const day of days) {
    const value = await load.submit({ day }).result(); // ! future-result-in-loop
    console.log(value);
  }
  const [one, two] = await Promise.all([import('./flows'), Promise.resolve(report)]);
  one.etl.submit(); // ! flow-no-submit
  two.submit(); // ! flow-no-submit
  return results;
});
`),
  'inheritance, mixins and overrides': besideFlows(`import { etl, report } from './flows';
import { flow } from 'millrace';
class Service { protected job = etl; static shared = report; run() { return this.job; } }
class Child extends Service { start() { super.run().submit(); // ! flow-no-submit
    this.job.submit(); // ! flow-no-submit
    return Child.shared.submit(); // ! flow-no-submit
  } }
new Child().run().submit(); // ! flow-no-submit
type Constructor<T = object> = new (...given: never[]) => T;
const WithFlow = <B extends Constructor>(Base: B) => class extends Base { flow = etl; };
class Mixed extends WithFlow(Object) {}
new Mixed().flow.submit(); // ! flow-no-submit
class Pipeline {
  sync = flow({ name: 'sync' }, async () => 1);
  readonly steps = { first: this.sync };
  go = () => this.steps.first.submit(); // ! flow-no-submit
  static create() { return new Pipeline(); }
}
Pipeline.create().sync.submit(); // ! flow-no-submit
const anonymous = new (class { job = etl; })();
anonymous.job.submit(); // ! flow-no-submit
`),
  'decorators and injected members': besideFlows(`import { etl, report } from './flows';
import type { AnyFlow } from 'millrace';
declare const Injectable: () => ClassDecorator;
declare const Inject: (key: unknown) => PropertyDecorator & ParameterDecorator;
@Injectable()
class JobsService {
  @Inject('ETL') private readonly etl!: typeof etl;
  constructor(@Inject('REPORT') private readonly report: AnyFlow) {}
  async run() {
    this.etl.submit({ day: '' }); // ! flow-no-submit
    this.report.map([]); // ! flow-no-map
    this.start();
  }
  private start = async (): Promise<void> => { this.report.submit(); }; // ! flow-no-submit
}
export { JobsService, report };
`),
});
