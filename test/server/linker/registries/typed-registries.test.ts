import { besideFlows, reportsAsMarked } from '../../../support/applications.ts';

/** Registries, types and values, as people write them. */
reportsAsMarked({
  'a registry that satisfies a type, as const, and its entries': besideFlows(`import { etl, report } from './flows';
import type { AnyFlow } from 'millrace';
const registry = { etl, report } as const satisfies Record<string, AnyFlow>;
type Name = keyof typeof registry;
export const start = (name: Name) => registry[name].submit(); // ! flow-no-submit
for (const [name, run] of Object.entries(registry)) {
  console.log(name);
  run.submit(); // ! flow-no-submit
}
(Object.keys(registry) as Name[]).forEach((key) => {
  registry[key].map([]); // ! flow-no-map
});
export const all = () => Object.entries(registry).map(([key, run]) => [key, run.submit()] as const); // ! flow-no-submit
`),
  'a Map of flows, its entries, keys and a get with a fallback': besideFlows(`import { etl, report } from './flows';
const flows = new Map([['etl', etl], ['report', report]] as const);
for (const [, run] of flows) run.submit(); // ! flow-no-submit
flows.forEach((run) => run.submit()); // ! flow-no-submit
[...flows.values()].at(-1)?.submit(); // ! flow-no-submit
const chosen = flows.get('etl') ?? report;
chosen.submit(); // ! flow-no-submit
const sorted = Array.from(flows, ([, run]) => run);
sorted[0]!.submit(); // ! flow-no-submit
new Map(Object.entries({ etl })).get('etl')!.submit(); // ! flow-no-submit
`),
  'enums and namespaces as keys and holders': besideFlows(`import { etl, report } from './flows';
enum Kind { Daily = 'daily', Weekly = 'weekly' }
const byKind = { [Kind.Daily]: etl, [Kind.Weekly]: report };
byKind[Kind.Daily].submit(); // ! flow-no-submit
export namespace Jobs {
  export const nightly = etl.withOptions({ name: 'nightly' });
  export namespace Inner { export const deep = nightly; }
  nightly.submit(); // ! flow-no-submit
}
Jobs.nightly.submit(); // ! flow-no-submit
Jobs.Inner.deep.map([]); // ! flow-no-map
import Alias = Jobs.Inner;
Alias.deep.submit(); // ! flow-no-submit
`),
  'destructuring with defaults, renames, nesting and rest': besideFlows(`import * as flows from './flows';
const { etl: renamed, ...others } = flows;
renamed.submit(); // ! flow-no-submit
others.report.submit(); // ! flow-no-submit
const { jobs: { list: [first, , third = flows.report] } } = { jobs: { list: [flows.etl, 1] as const } };
first.submit(); // ! flow-no-submit
const run = ({ job = flows.etl } = {}) => job.submit(); // ! flow-no-submit
run();
const key = 'report' as const;
const { [key]: computed } = flows;
computed.submit(); // ! flow-no-submit
let assigned;
({ etl: assigned } = flows);
assigned.submit(); // ! flow-no-submit
[assigned] = [flows.report];
third;
`),
  'labels, switches, tries and commas': besideFlows(`import { etl, report } from './flows';
export async function main(kind: string) {
  outer: for (let i = 0; i < 3; i++) {
    switch (kind) {
      case 'a': {
        try { etl.submit({ day: 'x' }); // ! flow-no-submit
        } catch { continue outer; } finally { report.submit(); // ! flow-no-submit
        }
        break;
      }
      default:
        (0, etl).submit(); // ! flow-no-submit
        void (kind, report).submit(); // ! flow-no-submit
    }
  }
  do { report({}); // ! no-floating-run
  } while (Math.random() > 1);
  if (kind) etl({ day: 'a' }); // ! no-floating-run
  else await etl({ day: 'a' });
}
`),
  'optional chains and non-null': besideFlows(`import { etl, report } from './flows';
const jobs: { nightly?: { run?: typeof etl } } | undefined = globalThis.process ? { nightly: { run: etl } } : undefined;
jobs?.nightly?.run?.submit(); // ! flow-no-submit
jobs!.nightly!.run!.submit({ day: '' }); // ! flow-no-submit
(jobs?.nightly)?.run?.['submit'](); // ! flow-no-submit
const maybe = Math.random() > 0.5 ? report : null;
maybe?.submit(); // ! flow-no-submit
if (maybe) maybe.map([]); // ! flow-no-map
`),
  'using, static blocks and private fields': besideFlows(`import { etl, report } from './flows';
class Runner {
  static readonly #jobs = new Map<string, typeof etl>();
  static last: typeof report;
  readonly #flow = etl;
  static { Runner.#jobs.set('etl', etl); Runner.last = report; }
  start() { this.#flow.submit(); // ! flow-no-submit
    return Runner.#jobs.get('etl')?.submit(); // ! flow-no-submit
  }
  get current() { return this.#flow; }
  [Symbol.dispose]() {}
}
Runner.last.submit(); // ! flow-no-submit
using runner = new Runner();
runner.current.submit(); // ! flow-no-submit
`),
  'accessors, parameter properties and generics': besideFlows(`import { etl } from './flows';
import type { Flow, AnyFlow } from 'millrace';
class Job<F extends AnyFlow> {
  constructor(private readonly flow: F, readonly name = 'job') {}
  run() { this.flow.submit(); // ! flow-no-submit
  }
  accessor other: AnyFlow = etl;
}
new Job(etl).other.submit(); // ! flow-no-submit
abstract class Base<F extends AnyFlow> { abstract readonly flow: F; go() { return this.flow.map([]); // ! flow-no-map
  } }
class Etl extends Base<typeof etl> { override readonly flow = etl; }
new Etl().flow.submit(); // ! flow-no-submit
function each<F extends AnyFlow>(flows: readonly F[]) { for (const one of flows) one.submit(); // ! flow-no-submit
}
export const all = <T extends Record<string, AnyFlow>>(jobs: T) => Object.values(jobs).map((one) => one.submit()); // ! flow-no-submit
each([etl]);
export type Known = Flow<any, any>;
`),
  'tuples, spreads and lists that grow': besideFlows(`import { etl, report } from './flows';
const pair = [etl, { retries: 1 }] as const;
pair[0].submit(); // ! flow-no-submit
const [run, options] = pair;
run.submit(options); // ! flow-no-submit
const list = [...[etl], report];
list.forEach((one) => one.submit()); // ! flow-no-submit
list.pop()!.submit(); // ! flow-no-submit
const queue: (typeof etl)[] = [];
queue.push(etl);
for (let next = queue.shift(); next; next = queue.shift()) next.submit(); // ! flow-no-submit
while (queue.length) queue.pop()?.submit(); // ! flow-no-submit
const table = [{ run: etl, cron: '0 0 * * *' }, { run: report, cron: '0 1 * * *' }];
for (const { run: one } of table) one.submit(); // ! flow-no-submit
table.find(({ cron }) => cron.startsWith('0'))?.run.submit(); // ! flow-no-submit
table.toSorted().map(({ run }) => run).filter(Boolean).forEach((one) => one.submit()); // ! flow-no-submit
`),
  'values that change places, and guards': besideFlows(`import { etl, report } from './flows';
let [a, b] = [etl, report];
[a, b] = [b, a];
a.submit(); // ? flow-no-submit
const never = [].concat(etl as never);
export const when = (value: unknown) => (value === etl ? etl : report).submit(); // ! flow-no-submit
never;
`),
});
