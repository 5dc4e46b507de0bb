import { reportsAsMarked } from '../../../support/applications.ts';

/** The flows of a shop, as its services use them. */
const flows = `import { flow, task } from 'millrace';
export const charge = task({ name: 'charge' }, async ({ order }: { order: string }) => order.length);
export const orders = flow({ name: 'orders' }, async ({ order }: { order: string }) => charge({ order }));
export const nightly = flow({ name: 'nightly' }, async () => 1);
`;

/** Services as teams write them: injected, routed, registered, queued. */
reportsAsMarked({
  'a service with constructor injection': {
    'src/flows.ts': flows,
    'src/orders/order-runner.ts': `import { Inject, Injectable } from '@nestjs/common';
import type { Flow, Task } from 'millrace';
import { orders, charge } from '../flows';

export const ORDERS = Symbol('ORDERS');

@Injectable()
export class OrderRunner {
  private readonly logger = console;
  protected readonly fallback = orders;

  constructor(
    @Inject(ORDERS) private readonly flow: Flow<{ order: string }, number>,
    private readonly charger: Task<{ order: string }, number>,
    private readonly mailer: { submit(text: string): void; map(x: unknown): void },
  ) {}

  async run(order: string) {
    this.flow.submit({ order }); // ! flow-no-submit
    this.flow({ order }); // ! no-floating-run
    await this.charger.submit({ order }); // ! no-await-submit
    this.mailer.submit(order);
    return await this.flow({ order });
  }

  async runAll(list: string[]) {
    await this.flow.map({ order: list }); // ! flow-no-map
    for (const order of list) {
      await this.charger.submit({ order }).result(); // ! future-result-in-loop
    }
    list.forEach((order) => this.fallback({ order })); // ! no-floating-run
    await Promise.all(list.map((order) => this.fallback({ order })));
  }

  async total(list: string[]) {
    const paid = this.charger.submit({ order: list[0]! });
    if (paid) return 0; // ! future-not-resolved
    return \`paid \${paid}\`; // ! future-not-resolved
  }
}
`,
    'src/orders/order.module.ts': `import { Module } from '@nestjs/common';
import { orders } from '../flows';
import { ORDERS, OrderRunner } from './order-runner';

@Module({
  providers: [OrderRunner, { provide: ORDERS, useValue: orders }],
  exports: [OrderRunner],
})
export class OrderModule {}
`,
    'src/orders/order.controller.ts': `import { Body, Controller, Param, Post } from '@nestjs/common';
import { OrderRunner } from './order-runner';

@Controller('orders')
export class OrderController {
  constructor(private readonly runner: OrderRunner) {}

  @Post(':id')
  async start(@Param('id') id: string, @Body() body: { form: HTMLFormElement }) {
    body.form.submit();
    await this.runner.run(id);
    return this.runner['fallback'].submit({ order: id }); // ! flow-no-submit
  }
}
`,
  },
  'express routes and middleware': {
    'src/flows.ts': flows,
    'src/app.ts': `import express, { type Request, type Response, type NextFunction } from 'express';
import { orders, nightly, charge } from './flows.js';
import type { AnyFlow } from 'millrace';

const app = express();
const byPath = { '/orders': orders, '/nightly': nightly } as const;

const trigger = (flow: AnyFlow) => async (req: Request, res: Response) => {
  flow.submit(req.body); // ! flow-no-submit
  res.status(202).end();
};

const wrap = <T>(handler: (req: Request, res: Response) => Promise<T>) => (req: Request, res: Response, next: NextFunction) =>
  handler(req, res).catch(next);

app.post('/orders', trigger(orders));
app.post('/orders/:id', wrap(async (req, res) => {
  const run = await orders({ order: req.params.id });
  res.json(run);
}));
app.get('/charge', async (req, res, next) => {
  try {
    charge({ order: 'x' }); // ! no-floating-run
    res.json(await charge({ order: 'y' }));
  } catch (error) {
    next(error);
  }
});
app.post('/all', (req, res) => {
  for (const [path, flow] of Object.entries(byPath)) {
    flow.submit({ path }); // ! flow-no-submit
  }
  Object.keys(byPath).forEach((path) => byPath[path as keyof typeof byPath].submit({})); // ! flow-no-submit
  byPath[req.path as '/orders']?.submit({ order: '1' }); // ! flow-no-submit
  void nightly();
  nightly().catch(console.error);
  nightly().then((n) => res.json(n)); // ! no-floating-run
});
app.route('/nightly').post((_req, res) => { nightly(); res.end(); }).get((_req, res) => res.end()); // ! no-floating-run
export default app;
`,
  },
  'fastify plugins with decorators': {
    'src/flows.ts': flows,
    'src/plugin.ts': `import fp from 'fastify-plugin';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import * as flows from './flows.ts';

declare module 'fastify' {
  interface FastifyInstance {
    flows: typeof flows;
  }
}

export const flowsPlugin: FastifyPluginAsync = fp(async (app: FastifyInstance) => {
  app.decorate('flows', flows);
});

export const routes = async (app: FastifyInstance) => {
  app.post<{ Params: { name: keyof typeof flows } }>('/run/:name', async (request) => {
    const picked = flows[request.params.name];
    const { orders: { submit } } = flows; // ! flow-no-submit
    flows.orders.submit({ order: 'a' }); // ! flow-no-submit
    flows['nightly'].map([]); // ! flow-no-map
    app.flows.nightly.submit(); // ! flow-no-submit
    return { submitted: submit, picked };
  });
};
`,
  },
  'a registry that modules fill': {
    'src/registry.ts': `import type { AnyFlow } from 'millrace';

export class FlowRegistry {
  static readonly #instance = new FlowRegistry();
  readonly #flows = new Map<string, AnyFlow>();
  private tags: WeakMap<AnyFlow, Set<string>> = new WeakMap();

  static get instance() {
    return FlowRegistry.#instance;
  }

  register<F extends AnyFlow>(name: string, flow: F, ...tags: string[]): F {
    if (this.#flows.has(name)) throw new Error(\`known: \${name}\`);
    this.#flows.set(name, flow);
    this.tags.set(flow, new Set(tags));
    return flow;
  }

  get(name: string): AnyFlow | undefined {
    return this.#flows.get(name);
  }

  require(name: string) {
    const found = this.#flows.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  }

  *tagged(tag: string) {
    for (const flow of this.#flows.values()) {
      if (this.tags.get(flow)?.has(tag)) yield flow;
    }
  }

  async runAll() {
    for (const [name, flow] of this.#flows) {
      flow.submit({ name }); // ! flow-no-submit
    }
    this.#flows.forEach((flow) => flow.submit({})); // ! flow-no-submit
    return [...this.#flows.values()].map((f) => f.submit({})); // ! flow-no-submit
  }

  entries() {
    return this.#flows.entries();
  }
}

export const registry = FlowRegistry.instance;
export const register = registry.register.bind(registry);
`,
    'src/plugins/invoices.ts': `import { flow } from 'millrace';
import { registry } from '../registry';

export const invoices = registry.register('invoices', flow({ name: 'invoices' }, async () => 1), 'finance');
`,
    'src/plugins/index.ts': `import './invoices';
export * from './invoices';
`,
    'src/main.ts': `import { registry, register, FlowRegistry } from './registry';
import { invoices } from './plugins';
import { flow } from 'millrace';

const taxes = register('taxes', flow({ name: 'taxes' }, async () => 2));

export async function main() {
  invoices.submit(); // ! flow-no-submit
  taxes.submit(); // ! flow-no-submit
  registry.get('invoices')?.submit(); // ! flow-no-submit
  registry.get('invoices')!.submit(); // ! flow-no-submit
  FlowRegistry.instance.require('taxes').map([1]); // ! flow-no-map
  for (const f of registry.tagged('finance')) f.submit(); // ! flow-no-submit
  for (const [, f] of registry.entries()) f.submit(); // ! flow-no-submit
  invoices(); // ! no-floating-run
  await Promise.allSettled([invoices(), taxes()]);
}
`,
  },
  'events and queues': {
    'src/flows.ts': flows,
    'src/bus.ts': `import { EventEmitter, on } from 'node:events';
import { Worker, Queue } from 'bullmq';
import { orders, nightly, charge } from './flows.ts';

interface Events { ordered: [order: string]; closed: [] }
const bus = new EventEmitter<Events>();
const queue = new Queue('orders');

bus.on('ordered', async (order) => {
  await orders({ order });
});
bus.on('ordered', (order) => {
  orders({ order }); // ! no-floating-run
});
bus.once('closed', () => void nightly());
bus.on('closed', nightly.submit); // ! flow-no-submit

export const worker = new Worker('orders', async (job) => {
  const waiting: ReturnType<typeof charge.submit>[] = [];
  for (const order of job.data.orders as string[]) waiting.push(charge.submit({ order }));
  const [first] = waiting;
  for (const future of waiting) {
    await future.result();
    const ok = future > 3; // ! future-not-resolved
    console.log(\`\${future}\`, ok); // ! future-not-resolved
  }
  queue.map?.(first);
  await Promise.all(waiting); // ! no-await-submit
});

export async function consume() {
  for await (const [order] of on(bus, 'ordered')) {
    orders.submit({ order }); // ! flow-no-submit
    await queue.add('order', { order });
  }
}
`,
  },
  'a gateway that hands work to deployments': {
    'src/hand-out.ts': `import { flow, runDeployment, waitForFlowRuns } from 'millrace';

const regions = ['eu', 'us'] as const;
const deployment = (region: string) => \`import/\${region}\`;

export const handOut = flow({ name: 'hand-out' }, async () => {
  for (const region of regions) {
    await runDeployment(deployment(region), { timeout: 0 }); // ! run-deployment-without-wait
  }
  await Promise.all(regions.map((region) => runDeployment(deployment(region), { timeout: 0 }))); // ! run-deployment-without-wait
  for (const region of regions) await runDeployment(deployment(region), { timeout: 60 });
  runDeployment('import/eu'); // ! no-floating-run
});

const start = async (region: string) => runDeployment(deployment(region), { timeout: 0, parameters: { region } });

export const collected = flow({ name: 'collected' }, async () => {
  const runs = await Promise.all(regions.map(start));
  await waitForFlowRuns(runs);
  const more = [];
  for (const region of regions) more.push(await start(region));
  waitForFlowRuns(more); // ! no-floating-run
  const ids = new Map<string, unknown>();
  for (const region of regions) {
    const run = await runDeployment(deployment(region), { timeout: 0 });
    ids.set(region, run.id);
  }
  return ids;
});

export const handed = flow({ name: 'handed' }, async () => {
  return Promise.all(regions.map(async (region) => {
    const run = await runDeployment(deployment(region), { timeout: 0 });
    return run.id;
  }));
});
`,
  },
});
