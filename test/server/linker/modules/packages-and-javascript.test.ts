import { reportsAsMarked } from '../../../support/applications.ts';

/** Packages, plain JavaScript and components as teams write them. */
reportsAsMarked({
  'a monorepo with renamed re-exports': {
    'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
    'packages/flows/package.json': '{ "name": "@acme/flows", "exports": { ".": "./src/index.ts", "./tasks": "./src/tasks.ts" } }',
    'packages/flows/src/index.ts': `export { etl as default, etl as loadEverything } from './etl';
export * as reports from './reports';
export type { EtlInput } from './etl';
export { submit } from './form';
`,
    'packages/flows/src/etl.ts': `import { flow } from 'millrace';
export interface EtlInput { readonly day: string }
export const etl = flow({ name: 'etl' }, async ({ day }: EtlInput) => day);
`,
    'packages/flows/src/reports.ts': `import { flow as defineFlow } from 'millrace';
const weekly = defineFlow({ name: 'weekly' }, async () => 1);
const monthly = defineFlow({ name: 'monthly' }, async () => 1);
export { weekly as byWeek, monthly };
`,
    'packages/flows/src/form.ts': `export const submit = (form: HTMLFormElement) => form.submit();
`,
    'packages/flows/src/tasks.ts': `import { task } from 'millrace';
export const fetchDay = task({ name: 'fetch-day' }, async ({ day }: { day: string }) => day);
export default fetchDay;
`,
    'packages/app/package.json': '{ "name": "@acme/app", "dependencies": { "@acme/flows": "workspace:*" } }',
    'packages/app/src/main.ts': `import everything, { loadEverything as load, reports, submit } from '@acme/flows';
import fetchDay, { fetchDay as again } from '@acme/flows/tasks';
import type { AnyFlow } from 'millrace';
import { flow } from 'millrace';

everything.submit({ day: 'x' }); // ! flow-no-submit
load.submit({ day: 'x' }); // ! flow-no-submit
reports.byWeek.submit(); // ! flow-no-submit
reports.monthly.map([]); // ! flow-no-map
submit(document.forms[0]!);
Object.values(reports).forEach((f) => f.submit()); // ! flow-no-submit
fetchDay({ day: 'x' }).then(console.log); // ! no-floating-run
const known: Record<string, AnyFlow> = { load, ...reports };
known['x']?.submit(); // ! flow-no-submit
known.load?.submit(); // ! flow-no-submit

export const main = flow({ name: 'main' }, async () => {
  await again.submit({ day: 'a' }); // ! no-await-submit
  const days = again.map({ day: ['a', 'b'] });
  for (const day of days) await day.result();
  const text = 'days: ' + again.submit({ day: 'a' }); // ! future-not-resolved
  await load({ day: fetchDay.submit({ day: 'z' }) });
  return text;
});
`,
  },
  'CommonJS with JSDoc types': {
    'lib/flows.js': `'use strict';
const { flow, task } = require('millrace');

const load = task({ name: 'load' }, async ({ day }) => day);
const etl = flow({ name: 'etl' }, async ({ day }) => load({ day }));

module.exports = { etl, load, flows: { etl } };
module.exports.nightly = flow({ name: 'nightly' }, async () => 1);
`,
    'lib/registry.js': `/** @typedef {import('millrace').AnyFlow} AnyFlow */
/** @type {Map<string, AnyFlow>} */
const known = new Map();

/**
 * @param {string} name
 * @param {AnyFlow} flow
 */
exports.register = function register(name, flow) {
  known.set(name, flow);
  flow.submit(); // ! flow-no-submit
};
/** @returns {AnyFlow[]} */
exports.all = () => [...known.values()];
/** @type {(name: string) => AnyFlow | undefined} */
exports.get = (name) => known.get(name);
`,
    'lib/runner.js': `const flows = require('./flows');
const { all, get } = require('./registry');

class Runner {
  /** @type {import('millrace').AnyFlow} */
  current;
  /** @param {{ flow: import('millrace').AnyFlow, form: HTMLFormElement }} options */
  constructor({ flow, form }) {
    this.flow = flow;
    this.form = form;
    this.etl = flows.etl;
  }
  run() {
    this.flow.submit(); // ! flow-no-submit
    this.current.submit(); // ! flow-no-submit
    this.form.submit();
    this.etl.submit({ day: 'x' }); // ! flow-no-submit
    flows.flows.etl.submit({ day: 'x' }); // ! flow-no-submit
    flows.nightly(); // ! no-floating-run
    for (const one of all()) one.submit(); // ! flow-no-submit
    get('x')?.submit(); // ! flow-no-submit
  }
  /** @this {Runner} */
  static later() { this.flow.submit(); } // ? flow-no-submit
}
Runner.prototype.again = function () { return this.etl.submit({ day: 'y' }); }; // ? flow-no-submit
module.exports = Runner;
module.exports.Runner = Runner;
`,
    'bin/run.js': `#!/usr/bin/env node
const Runner = require('../lib/runner');
const { etl, load } = require('../lib/flows.js');

const runner = new Runner({ flow: etl, form: null });
runner.etl.submit({ day: 'x' }); // ! flow-no-submit
runner.flow.submit({ day: 'x' }); // ! flow-no-submit
load({ day: 'x' }); // ! no-floating-run, task-called-outside-flow
(async () => {
  const rows = load.submit({ day: 'x' });
  if (rows.length > 3) return; // ! future-not-resolved
  await Promise.all([load.submit({ day: 'a' }), load.submit({ day: 'b' })]); // ! no-await-submit
})();
`,
  },
  'export = and import = require': {
    'src/flows.cts': `import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
class Flows { static readonly etl = etl; readonly all = [etl]; }
export = Flows;
`,
    'src/main.cts': `import Flows = require('./flows.cjs');
Flows.etl.submit(); // ! flow-no-submit
new Flows().all.forEach((f) => f.submit()); // ! flow-no-submit
`,
    'src/main.mts': `import Flows from './flows.cjs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
Flows.etl.submit(); // ! flow-no-submit
require('./flows.cjs').etl.submit(); // ! flow-no-submit
`,
  },
  'React components': {
    'src/flows.ts': `import { flow, task } from 'millrace';
export const publish = flow({ name: 'publish' }, async ({ id }: { id: string }) => id);
export const preview = task({ name: 'preview' }, async ({ id }: { id: string }) => id);
`,
    'src/editor.tsx': `import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useForm, type SubmitHandler } from 'react-hook-form';
import type { AnyFlow } from 'millrace';
import { publish, preview } from './flows';

interface Props { readonly flow: AnyFlow; readonly form: HTMLFormElement; readonly flows?: readonly AnyFlow[] }
const FlowContext = createContext<AnyFlow>(publish);

export function Editor({ flow, form, flows = [publish] }: Props) {
  const { handleSubmit, register } = useForm<{ id: string }>();
  const formRef = useRef<HTMLFormElement>(null);
  const [items, setItems] = useState<string[]>([]);
  const memo = useMemo(() => publish, []);
  const inContext = useContext(FlowContext);
  const onSubmit: SubmitHandler<{ id: string }> = async ({ id }) => {
    await publish({ id });
    publish.submit({ id }); // ! flow-no-submit
  };
  const run = useCallback(() => { publish({ id: 'x' }); }, []); // ! no-floating-run
  useEffect(() => {
    formRef.current?.submit();
    form.submit();
    flow.submit(); // ! flow-no-submit
    memo.submit({ id: 'x' }); // ? flow-no-submit
    inContext.submit(); // ? flow-no-submit
    preview({ id: 'x' }).then((id) => setItems([id])); // ! no-floating-run
  }, []);
  return (
    <form ref={formRef} onSubmit={handleSubmit(onSubmit)}>
      <button
        onClick={() => flow.submit()} // ! flow-no-submit
      >
        Run
      </button>
      <button onClick={async () => { await publish({ id: '1' }); }} />
      {items.map((item) => <li key={item}>{item}</li>)}
      <ul>
        {flows.map((f) => (
          <li onClick={() =>
            f.submit() // ! flow-no-submit
          }>
            {\`\${f.definition.options.name}\`}
          </li>
        ))}
      </ul>
      <Editor flow={publish} form={form} />
    </form>
  );
}

export const Row = (props: Props & { readonly render?: (f: AnyFlow) => void }) => {
  props.flow.submit(); // ! flow-no-submit
  return <Editor {...props} />;
};
export class Panel extends React.Component<Props> {
  override componentDidMount() {
    this.props.flow.submit(); // ? flow-no-submit
    this.props.form.submit();
  }
}
`,
  },
  'symbols, statics and decorators': {
    'src/keys.ts': `export const FLOW = Symbol('flow');
export const NAME = 'etl';
export enum Key { A, B = 'b' }
`,
    'src/holder.ts': `import { flow, type AnyFlow } from 'millrace';
import { FLOW, Key, NAME } from './keys';

const etl = flow({ name: 'etl' }, async () => 1);
const traced = <T extends new (...args: any[]) => object>(target: T, _context: ClassDecoratorContext) => target;
const inject = (f: AnyFlow) => (_value: undefined, _context: ClassFieldDecoratorContext) => () => f;

@traced
export class Holder {
  static #shared: AnyFlow;
  static readonly registry: Record<string, AnyFlow> = {};
  static {
    this.#shared = etl;
    Holder.registry['etl'] = etl;
    this.registry[NAME]?.submit(); // ! flow-no-submit
    Holder.#shared.submit(); // ! flow-no-submit
  }
  readonly [FLOW] = etl;
  readonly [Key.B] = etl;
  [Key.A]: AnyFlow = etl;
  @inject(etl) accessor injected!: AnyFlow;
  #later?: AnyFlow;
  get later(): AnyFlow { return (this.#later ??= etl); }
  set later(value) { this.#later = value; }
  static of(this: typeof Holder) { return new this(); }
  run() {
    this[FLOW].submit(); // ! flow-no-submit
    this[Key.B].submit(); // ! flow-no-submit
    this[Key.A].submit(); // ! flow-no-submit
    this.injected.submit(); // ! flow-no-submit
    this.later.submit(); // ! flow-no-submit
    this.#later?.submit(); // ! flow-no-submit
    return this;
  }
}
new Holder().run()[FLOW].submit(); // ! flow-no-submit
Holder.of().later.submit(); // ! flow-no-submit
Holder.registry.anything?.submit(); // ! flow-no-submit
const { [FLOW]: mine, [NAME]: other } = new Holder() as Holder & { etl: { submit(): void } };
mine.submit(); // ! flow-no-submit
other.submit();
export const byKey = { [FLOW]: etl, [NAME]: etl, [Key.A]: etl, [\`x\`]: etl };
byKey[FLOW].submit(); // ! flow-no-submit
byKey.etl.submit(); // ! flow-no-submit
byKey[Key.A].submit(); // ! flow-no-submit
byKey['x'].submit(); // ! flow-no-submit
`,
  },
});
