import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Services, commands and batches. */
reportsAsMarked(
  {
    'a service layer as one writes it': {
      'src/config/container.ts': `import { etl, report } from '../flows/index.ts';
import { createLogger } from '../lib/logger.ts';
import { Repository } from '../lib/repository.ts';
export const createContainer = (overrides: Partial<Container> = {}) => {
  const base = { flows: { etl, report }, logger: createLogger('app'), users: new Repository<{ id: string }>('users') };
  return { ...base, ...overrides };
};
export interface Container {
  flows: { etl: typeof etl; report: typeof report };
  logger: ReturnType<typeof createLogger>;
  users: Repository<{ id: string }>;
}
export type Use<T extends keyof Container> = Pick<Container, T>;
`,
      'src/flows/index.ts': `export { etl } from './etl.ts';
export * from './report.ts';
`,
      'src/flows/etl.ts': `import { flow } from 'millrace';
import { load } from '../tasks.ts';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => {
  const rows = load.submit({ day });
  if (rows.length > 0) return 0; // ! future-not-resolved
  return (await rows.result()).length;
});
`,
      'src/flows/report.ts': `import { flow } from 'millrace';
export const report = flow({ name: 'report' }, async ({ week }: { week: number }) => week);
`,
      'src/tasks.ts': `import { task } from 'millrace';
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => [day]);
`,
      'src/lib/logger.ts': `export const createLogger = (name: string) => ({ name, submit: (line: string) => line, map: new Map<string, string>() });
`,
      'src/lib/repository.ts': `export class Repository<T extends { id: string }> {
  readonly #rows: T[] = [];
  constructor(readonly name: string) {}
  submit(row: T): this {
    this.#rows.push(row);
    return this;
  }
  map<U>(fn: (row: T) => U): U[] {
    return this.#rows.map(fn);
  }
  get(id: string): T | undefined {
    return this.#rows.find((row) => row.id === id);
  }
}
`,
      'src/service.ts': `import type { Container, Use } from './config/container.ts';
import { createContainer } from './config/container.ts';
export class Service {
  readonly #flows: Container['flows'];
  constructor(private readonly container: Use<'flows' | 'users'> & Use<'logger'>) {
    this.#flows = container.flows;
  }
  async start(day: string) {
    this.#flows.etl.submit({ day }); // ! flow-no-submit
    this.container.flows.report.map({ week: [1] }); // ! flow-no-map
    this.container.users.submit({ id: day }).map((row) => row.id);
    this.container.logger.submit(day);
    const { etl, report } = this.#flows;
    report({ week: 1 }); // ! no-floating-run
    return etl({ day });
  }
}
export const handler = (container = createContainer()) => async ({ body }: { body: { day: string } }) => {
  const { flows: { etl: job }, logger, users } = container;
  job.submit(body); // ! flow-no-submit
  logger.submit(body.day);
  users.submit({ id: 'x' });
  users.get('x')?.id.trim();
  await new Service(container).start(body.day);
};
`,
    },
    'command line and scripts': {
      'cli.ts': `import { parseArgs } from 'node:util';
import { flow, runDeployment, serve, task } from 'millrace';
const clean = task({ name: 'clean' }, async ({ path }: { path: string }) => path);
export const sync = flow({ name: 'sync' }, async ({ path = '.' }: { path?: string }) => clean({ path }));
export const prune = flow({ name: 'prune' }, async () => {
  clean({ path: 'x' }); // ! no-floating-run
});
const commands = {
  sync: async (args: string[]) => { await sync({ path: args[0] }); },
  prune: () => prune(),
  wrong: (args: string[]) => sync.submit({ path: args[0] }), // ! flow-no-submit
  serve: () => serve([sync.toDeployment({ name: 'local' }), prune.toDeployment({ name: 'local' })]),
  forgotten: () => { prune.toDeployment({ name: 'forgotten' }); }, // ! deployment-not-applied
  remote: async () => { runDeployment('sync/locale'); }, // ! no-floating-run, deployment-not-found
} as const;
type Command = keyof typeof commands;
const isCommand = (name: string): name is Command => name in commands;
const { positionals } = parseArgs({ allowPositionals: true });
const [name = 'sync', ...rest] = positionals;
if (import.meta.main) {
  if (isCommand(name)) await commands[name](rest);
  else console.error(\`unknown: \${name}\`);
}
`,
    },
    'workers, channels and batches': {
      'batch.ts': `import { flow, task } from 'millrace';
export const process = task({ name: 'process' }, async ({ batch }: { batch: number[] }) => batch.length);
export const one = flow({ name: 'one' }, async ({ id }: { id: number }) => id);
export function* batches(size: number, total: number) {
  for (let at = 0; at < total; at += size) yield Array.from({ length: size }, (_, i) => at + i);
}
export async function inGroups<T, R>(items: readonly T[], size: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const all: R[] = [];
  for (let at = 0; at < items.length; at += size) all.push(...(await Promise.all(items.slice(at, at + size).map(run))));
  return all;
}
`,
      'main.ts': `import { flow } from 'millrace';
import { batches, inGroups, one, process } from './batch.ts';
export const main = flow({ name: 'main' }, async ({ ids }: { ids: number[] }) => {
  const futures = [...batches(10, 100)].map((batch) => process.submit({ batch }));
  const sizes = await Promise.all(futures.map((future) => future.result()));
  await inGroups(ids, 5, (id) => one({ id }));
  await inGroups([one], 1, async (job) => job.submit({ id: 1 })); // ! flow-no-submit
  await inGroups(futures, 5, (future) => future.result());
  await inGroups(futures, 5, async (future) => future + 1); // ? future-not-resolved
  const total = futures.reduce((sum, future) => sum + future.result, 0);
  const last = futures.at(-1);
  const text = \`last: \${last}\`; // ! future-not-resolved
  const batch = batches(2, 4).next().value;
  if (Array.isArray(batch)) process.submit({ batch });
  while (futures.length > 0) {
    const next = futures.shift()!;
    if (next > 3) break; // ! future-not-resolved
    await next.result();
  }
  const queue = new Set(ids.map((id) => one({ id })));
  await Promise.all(queue);
  ids.forEach(async (id) => one({ id })); // ! no-floating-run
  for (const id of ids) one({ id }).then(() => queue.clear()); // ! no-floating-run
  const waiting = ids.map(async (id) => { one({ id }); }); // ! no-floating-run
  await Promise.all(waiting);
  return { sizes, total, text };
});
`,
    },
    'nestjs-like modules': {
      'tokens.ts': `export const ETL = Symbol('etl');
export const QUEUE = 'queue' as const;
`,
      'di.ts': `export type Token<T> = symbol & { readonly __type?: T };
export function Inject(token: unknown): any { return () => token; }
export class Module {
  readonly #providers = new Map<unknown, unknown>();
  provide<T>(token: Token<T> | string, useValue: T): this {
    this.#providers.set(token, useValue);
    return this;
  }
  get<T = unknown>(token: Token<T> | string): T {
    return this.#providers.get(token) as T;
  }
}
`,
      'service.ts': `import type { Flow } from 'millrace';
import { Inject, Module } from './di.ts';
import { ETL, QUEUE } from './tokens.ts';
export class EtlService {
  @Inject(QUEUE) queue!: { submit(day: string): Promise<void> };
  constructor(@Inject(ETL) private readonly etl: Flow<{ day: string }, void>, private readonly module: Module) {}
  async run(day: string) {
    this.etl.submit({ day }); // ! flow-no-submit
    await this.queue.submit(day);
    await this.module.get<{ submit(): Promise<void> }>(QUEUE).submit();
    return this.etl({ day });
  }
}
`,
      'app.ts': `import { flow } from 'millrace';
import { Module } from './di.ts';
import { EtlService } from './service.ts';
import { ETL, QUEUE } from './tokens.ts';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => void day);
const module = new Module().provide(ETL, etl).provide(QUEUE, { submit: async () => {} });
export const main = flow({ name: 'main' }, async ({ day }: { day: string }) => {
  await new EtlService(etl, module).run(day);
});
`,
    },
    'events and hooks of flows': {
      'hooks.ts': `import { flow, task, type FlowHook, type TaskHook } from 'millrace';
const notify = task({ name: 'notify' }, async ({ text }: { text: string }) => text);
const onFailure: FlowHook = async (definition, run, state) => {
  await notify({ text: \`\${definition.options.name} \${run.id} \${state.name}\` });
};
const careless: FlowHook = (definition) => {
  notify({ text: definition.options.name }); // ! no-floating-run
};
const later: TaskHook = (definition, run) => void notify({ text: run.name + definition.key });
const load = task({ name: 'load', retries: 2, retryDelaySeconds: [1, 2], onFailure: [later] }, async ({ n }: { n: number }) => n);
export const etl = flow({ name: 'etl', onFailure: [onFailure, careless], flowRunName: ({ day }) => \`etl-\${day}\` }, async ({ day }: { day: string }) => {
  const rows = load.submit({ n: day.length });
  const doubled = load.submit({ n: rows as never });
  return [rows, doubled];
});
export const variants = ['a', 'b'].map((name) => etl.withOptions({ name }));
for (const variant of variants) if (variant.definition.options.name === 'c') variant.submit({ day: 'x' }); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
