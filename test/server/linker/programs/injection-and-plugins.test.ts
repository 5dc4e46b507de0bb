import { reportsAsMarked } from '../../../support/applications.ts';

/** Applications that are put together in the ways of frameworks. */
reportsAsMarked({
  'a NestJS-like application with dependency injection': {
    'src/flows/flows.ts': `import { flow, task } from 'millrace';
export const charge = task({ name: 'charge' }, async ({ id }: { id: string }) => id);
export const checkout = flow({ name: 'checkout' }, async ({ id }: { id: string }) => charge({ id }));
`,
    'src/flows/flow.service.ts': `import { Injectable, Inject } from '@nestjs/common';
import { checkout, charge } from './flows';
import type { AnyFlow } from 'millrace';
export const FLOWS = Symbol('FLOWS');
@Injectable()
export class FlowService {
  private readonly flows = { checkout, charge };
  protected current?: AnyFlow;
  constructor(@Inject(FLOWS) private readonly injected: AnyFlow[], private readonly form: HTMLFormElement) { this.current = injected[0]; }
  get checkout() { return this.flows.checkout; }
  get<K extends keyof FlowService['flows']>(key: K): FlowService['flows'][K] { return this.flows[key]; }
  start() {
    this.flows.checkout.submit({ id: '1' }); // ! flow-no-submit
    this.checkout.submit({ id: '1' }); // ! flow-no-submit
    this.injected[0]!.submit(); // ! flow-no-submit
    this.injected.forEach((one) => one.submit()); // ! flow-no-submit
    this.current?.submit(); // ! flow-no-submit
    this.form.submit();
    const { checkout } = this.flows;
    checkout.submit({ id: '2' }); // ! flow-no-submit
    const self = this;
    return function () { self.checkout.submit({ id: '3' }); }; // ! flow-no-submit
  }
  static create() { return new FlowService([checkout], document.forms[0]!); }
}
`,
    'src/flows/flows.module.ts': `import { Module } from '@nestjs/common';
import { FlowService, FLOWS } from './flow.service';
import { checkout } from './flows';
@Module({ providers: [FlowService, { provide: FLOWS, useValue: [checkout] }, { provide: 'LATER', useFactory: (service: FlowService) => service.checkout.submit({ id: '' }), inject: [FlowService] }] }) // ! flow-no-submit
export class FlowsModule {}
`,
    'src/orders/orders.controller.ts': `import { Controller, Post, Body } from '@nestjs/common';
import { FlowService } from '../flows/flow.service';
@Controller('orders')
export class OrdersController {
  @Inject() private readonly lazy!: FlowService;
  constructor(private readonly flows: FlowService) {}
  @Post() async create(@Body() body: { id: string }) {
    this.flows.checkout.submit(body); // ! flow-no-submit
    this.lazy.checkout.submit(body); // ! flow-no-submit
    this.flows.get('checkout').submit(body); // ! flow-no-submit
    await this.flows.get('charge').submit(body); // ! no-await-submit
    this.flows.checkout(body); // ! no-floating-run
    FlowService.create().checkout.submit(body); // ! flow-no-submit
    const { flows: { checkout } } = this;
    checkout.submit(body); // ! flow-no-submit
    return Promise.all([1, 2].map(() => this.flows.checkout.submit(body))); // ! flow-no-submit
  }
}
`,
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { FlowService } from './flows/flow.service';
const app = await NestFactory.create(FlowService);
app.get(FlowService).checkout.submit({ id: 'x' });
const service: FlowService = app.get(FlowService);
service.checkout.submit({ id: 'y' }); // ! flow-no-submit
(app.get(FlowService) as FlowService).checkout.submit({ id: 'z' }); // ! flow-no-submit
`,
  },
  'a home-made container': {
    'container.ts': `export type Token<T> = { readonly key: string; readonly _?: T };
export const token = <T>(key: string): Token<T> => ({ key });
export class Container {
  private values = new Map<string, unknown>();
  register<T>(token: Token<T>, value: T): this { this.values.set(token.key, value); return this; }
  resolve<T>(token: Token<T>): T { return this.values.get(token.key) as T; }
}
export const container = new Container();
`,
    'tokens.ts': `import { token } from './container';
import type { AnyFlow, Flow } from 'millrace';
export const ETL = token<Flow<{}, number>>('etl');
export const ALL = token<AnyFlow[]>('all');
export const FORM = token<HTMLFormElement>('form');
`,
    'cradle.ts': `import { flow } from 'millrace';
export const cradle = () => ({ etl: flow({ name: 'etl' }, async () => 1), form: document.forms[0]! });
export type Cradle = ReturnType<typeof cradle>;
export const withCradle = <R>(use: (cradle: Cradle) => R) => use(cradle());
`,
    'run.ts': `import { container } from './container';
import { ALL, ETL, FORM } from './tokens';
import { withCradle, type Cradle } from './cradle';
container.resolve(ETL).submit(); // ? flow-no-submit
container.resolve(ALL)[0]!.submit(); // ? flow-no-submit
container.resolve(FORM).submit();
const etl = container.resolve(ETL);
etl.submit(); // ? flow-no-submit
withCradle(({ etl, form }) => { etl.submit(); form.submit(); }); // ! flow-no-submit
withCradle((c) => c.etl.submit()); // ! flow-no-submit
export class Service { constructor(private readonly deps: Pick<Cradle, 'etl'>) {} go() { this.deps.etl.submit(); } } // ! flow-no-submit
export function makeService({ etl, form }: Cradle) { return { go: () => etl.submit(), stay: () => form.submit() }; } // ! flow-no-submit
`,
  },
  'classes: inheritance, mixins, statics, accessors': {
    'base.ts': `import { flow, type AnyFlow } from 'millrace';
export abstract class Pipeline {
  abstract readonly flow: AnyFlow;
  protected abstract pick(): AnyFlow;
  static registry: Record<string, Pipeline> = {};
  static default: Pipeline;
  accessor latest: AnyFlow | undefined;
  run() {
    this.flow.submit(); // ! flow-no-submit
    this.pick().submit(); // ! flow-no-submit
    this.latest?.submit(); // ! flow-no-submit
    Pipeline.registry['x']!.flow.submit(); // ! flow-no-submit
    Pipeline.default.flow.submit(); // ! flow-no-submit
  }
}
export class Daily extends Pipeline {
  readonly flow = flow({ name: 'daily' }, async () => 1);
  override pick() { return this.flow; }
  get again() { return super.flow ?? this.flow; }
  static { Pipeline.registry['daily'] = new Daily(); Daily.shared.flow.submit(); } // ! flow-no-submit
  static shared = new Daily();
  static of = () => new this();
  set next(value: AnyFlow) { value.submit(); } // ! flow-no-submit
  arrow = () => this.flow.submit(); // ! flow-no-submit
}
type Constructor<T = {}> = new (...args: any[]) => T;
export const Loud = <B extends Constructor<Pipeline>>(Base: B) => class extends Base { shout() { this.flow.submit(); } }; // ? flow-no-submit
export const Named = class Named { flow = flow({ name: 'named' }, async () => 1); self = this; };
export function Old(this: any) { this.flow = flow({ name: 'old' }, async () => 1); }
`,
    'run.ts': `import { Daily, Loud, Named, Pipeline } from './base.js';
new Daily().flow.submit(); // ! flow-no-submit
new Daily().pick().submit(); // ! flow-no-submit
Daily.shared.flow.submit(); // ! flow-no-submit
Daily.of().flow.submit(); // ! flow-no-submit
new Daily().again.submit(); // ! flow-no-submit
const daily: Pipeline = new Daily();
daily.flow.submit(); // ! flow-no-submit
daily.latest?.submit(); // ! flow-no-submit
const { flow: taken } = new Daily();
taken.submit(); // ! flow-no-submit
class Weekly extends Daily { override run() { super.run(); super.pick().submit(); this.flow.submit(); } } // ! flow-no-submit
new Weekly().flow.submit(); // ! flow-no-submit
class Strange extends Loud(Daily) {}
new Strange().flow.submit(); // ! flow-no-submit
new Named().flow.submit(); // ! flow-no-submit
new Named().self.self.flow.submit(); // ! flow-no-submit
const Kind = Math.random() ? Daily : Weekly;
new Kind().flow.submit(); // ! flow-no-submit
const classes = { daily: Daily, weekly: Weekly };
new classes.daily().flow.submit(); // ! flow-no-submit
Object.values(classes).map((C) => new C()).forEach((p) => p.flow.submit()); // ! flow-no-submit
const instances = [Daily, Weekly].map((C) => new C().flow);
instances[0]!.submit(); // ! flow-no-submit
if (daily instanceof Daily) daily.arrow(), daily.flow.submit(); // ! flow-no-submit
function isDaily(p: unknown): p is Daily { return p instanceof Daily; }
declare const unknown: unknown;
if (isDaily(unknown)) unknown.flow.submit(); // ? flow-no-submit
if (unknown instanceof Daily) unknown.flow.submit(); // ? flow-no-submit
`,
  },
  'a CLI with commands': {
    'src/commands/run.ts': `import { Command } from 'commander';
import * as flows from '../flows/index.js';
import type { AnyFlow } from 'millrace';
const table: Record<string, { flow: AnyFlow; describe: string }> = { etl: { flow: flows.etl, describe: 'x' } };
export const run = new Command('run').argument('<name>').action(async (name: string, options: { dry?: boolean }) => {
  const command = table[name];
  if (command === undefined) throw new Error(\`unknown: \${name}\`);
  command.flow.submit(); // ! flow-no-submit
  const { flow, describe } = table[name] ?? table['etl']!;
  flow.submit(); // ! flow-no-submit
  if (!options.dry) flows.etl.submit(); // ! flow-no-submit
  flows.etl(); // ! no-floating-run
  await flows.etl();
  void flows.etl();
  const job = flows[name as keyof typeof flows];
  job.submit(); // ! flow-no-submit
  for (const [key, { flow: each }] of Object.entries(table)) { each.submit(); key.at(0); } // ! flow-no-submit
});
`,
    'src/flows/index.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const report = flow({ name: 'report' }, async () => 1);
`,
    'src/index.ts': `import yargs from 'yargs';
import { etl, report } from './flows/index.js';
yargs(process.argv.slice(2)).command('etl', 'x', (y) => y, async () => { etl.submit(); }).command('report', 'y', {}, () => report.submit()).parse(); // ! flow-no-submit
process.on('SIGTERM', () => report.submit()); // ! flow-no-submit
const actions = { etl: () => etl.submit(), report() { return report.submit(); } }; // ! flow-no-submit
const main = { etl, report }[process.argv[2] as 'etl'];
main.submit(); // ! flow-no-submit
({ etl, report })['report'].submit(); // ! flow-no-submit
[etl, report][Number(process.argv[3])]!.submit(); // ! flow-no-submit
export { actions };
`,
  },
  'a plug-in system driven by configuration': {
    'define.ts': `import type { AnyFlow, TaskOptions } from 'millrace';
export interface PipelineConfig { flows: Record<string, AnyFlow>; onStart?: (context: { flow: AnyFlow; form: HTMLFormElement }) => void; plugins?: Array<(api: Api) => void | Promise<void>>; hooks?: { before?(one: AnyFlow): void; after?: (one: AnyFlow, others: AnyFlow[]) => void } }
export interface Api { register(one: AnyFlow): Api; current(): AnyFlow; tap(name: string, use: (one: AnyFlow) => unknown): void; options: TaskOptions }
export const definePipeline = (config: PipelineConfig) => config;
export function defineConfig<T extends PipelineConfig>(config: T | (() => T)): T { return typeof config === 'function' ? config() : config; }
`,
    'plugins/slack.ts': `import type { Api } from '../define';
export const slack = (channel: string) => (api: Api) => {
  api.current().submit(); // ! flow-no-submit
  api.register(api.current()).current().submit(); // ! flow-no-submit
  api.tap('x', (one) => one.submit()); // ! flow-no-submit
  const { current } = api;
  current().submit(); // ! flow-no-submit
};
export default function plugin({ register, tap, current }: Api) { tap('y', function (one) { one.submit(); }); return current().submit(); } // ! flow-no-submit
`,
    'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
`,
    'pipeline.config.ts': `import { definePipeline, defineConfig } from './define';
import { slack } from './plugins/slack';
import { etl } from './flows';
export default definePipeline({
  flows: { etl },
  onStart({ flow, form }) { flow.submit(); form.submit(); }, // ! flow-no-submit
  plugins: [slack('x'), (api) => { api.current().submit(); }, async ({ tap }) => tap('z', (one) => one.submit())], // ! flow-no-submit
  hooks: {
    before(one) { one.submit(); }, // ! flow-no-submit
    after: (one, [other]) => { one.submit(); other?.submit(); }, // ! flow-no-submit
  },
});
export const other = defineConfig({ flows: { etl, more: etl }, hooks: { before: (one) => one.submit() } }); // ! flow-no-submit
export const third = defineConfig(() => ({ flows: { etl } }));
other.flows.more.submit(); // ! flow-no-submit
third.flows.etl.submit(); // ? flow-no-submit
`,
    'load.ts': `import config, { other } from './pipeline.config';
import type { PipelineConfig } from './define';
config.flows.etl!.submit(); // ! flow-no-submit
other.flows.etl.submit(); // ! flow-no-submit
export const load = async (path: string): Promise<PipelineConfig> => (await import(path)).default;
(await load('./pipeline.config.js')).flows['x']!.submit(); // ! flow-no-submit
for (const [, one] of Object.entries((await load('x')).flows)) one.submit(); // ! flow-no-submit
const raw = await import(String(process.argv[2]));
raw.etl.submit();
`,
  },
});
