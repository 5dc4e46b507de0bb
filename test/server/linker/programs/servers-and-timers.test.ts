import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in servers, timers, tests, components and command lines. */
reportsAsMarked(
  {
    'express, fastify, hono and koa': {
      'flows.js': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }) => day);
export const step = task({ name: 'step' }, async ({ day }) => day);
`,
      'express.js': `import express, { Router } from 'express';
import { etl, step } from './flows.js';
const app = express();
const router = Router();
app.locals.etl = etl;
app.post('/etl', async (req, res) => {
  const run = await etl.submit(req.body); // ! flow-no-submit
  res.json(run);
});
router.route('/days/:day').get((req, res, next) => {
  etl({ day: req.params.day }).then((value) => res.json(value)).catch(next);
}).post((req, res) => {
  etl({ day: req.params.day }); // ! no-floating-run
  res.status(202).end();
});
app.use('/api', router);
app.use((error, req, res, next) => { etl.map({ day: [] }); next(error); }); // ! flow-no-map
app.listen(3000, () => etl.submit({ day: 'x' })); // ! flow-no-submit
export default { app, step };
`,
      'fastify.ts': `import Fastify, { type FastifyInstance } from 'fastify';
import type { Flow } from 'millrace';
import { etl } from './flows.js';
declare module 'fastify' {
  interface FastifyInstance { etl: Flow<{ day: string }, string> }
}
export async function plugin(fastify: FastifyInstance, options: { flow: typeof etl }) {
  fastify.decorate('etl', etl);
  fastify.post<{ Body: { day: string } }>('/etl', async (request, reply) => {
    options.flow.submit(request.body); // ! flow-no-submit
    reply.code(202);
    return etl.submit(request.body); // ! flow-no-submit
  });
  fastify.addHook('onReady', async () => { etl({ day: 'x' }); }); // ! no-floating-run
  fastify.get('/', { handler: (_, reply) => reply.send(etl.submit({ day: 'x' })) }); // ! flow-no-submit
  fastify.route({ method: 'GET', url: '/y', handler() { return etl({ day: 'y' }); } });
}
const server = Fastify();
server.register(plugin, { flow: etl });
`,
      'hono.ts': `import { Hono, type Context } from 'hono';
import type { Flow } from 'millrace';
import { etl } from './flows.js';
type Env = { Variables: { etl: Flow<{ day: string }, string> } };
const app = new Hono<Env>();
app.use(async (c, next) => { c.set('etl', etl); await next(); });
app.post('/:day', async (c) => c.json(await etl.submit({ day: c.req.param('day') }))); // ! flow-no-submit
const handler = async (c: Context<Env>) => c.text(await etl({ day: c.req.param('day')! }));
app.get('/:day', handler);
app.onError((error, c) => { etl.submit({ day: 'x' }); return c.text(error.message); }); // ! flow-no-submit
export default app;
`,
      'next/app/api/route.ts': `import { NextResponse } from 'next/server';
import { after } from 'next/server';
import { etl } from '../../../flows.js';
export async function POST(request: Request, { params }: { params: Promise<{ day: string }> }) {
  const { day } = await params;
  after(() => etl({ day }));
  etl({ day }); // ! no-floating-run
  const future = etl.submit(await request.json()); // ! flow-no-submit
  return NextResponse.json({ future });
}
export const GET = async () => Response.json(await etl.submit({ day: 'x' })); // ! flow-no-submit
`,
      'next/app/actions.ts': `'use server';
import { etl } from '../../flows.js';
export async function start(_: unknown, form: FormData) {
  const day = form.get('day') as string;
  return { run: await etl.submit({ day }) }; // ! flow-no-submit
}
`,
    },
    'timers, queues and event sources': {
      'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const step = task({ name: 'step' }, async ({ day }: { day: string }) => day);
`,
      'schedule.ts': `import cron from 'node-cron';
import { Cron } from 'croner';
import { CronJob } from 'cron';
import { Worker, type Job } from 'bullmq';
import { EventEmitter, on, once } from 'node:events';
import chokidar from 'chokidar';
import { etl, step } from './flows.ts';
cron.schedule('0 * * * *', () => etl.submit({ day: 'x' })); // ! flow-no-submit
new Cron('0 * * * *', { protect: true }, async () => { await etl.submit({ day: 'x' }); }); // ! flow-no-submit
CronJob.from({ cronTime: '0 * * * *', onTick: () => { etl.submit({ day: 'x' }); }, start: true }); // ! flow-no-submit
new Worker('days', async (job: Job<{ day: string }>) => etl.submit(job.data)); // ! flow-no-submit
new Worker('days', async ({ data }) => { etl(data); }); // ! no-floating-run
setInterval(() => etl({ day: 'x' }), 1000); // ! no-floating-run
setTimeout(async () => { await etl({ day: 'x' }); }, 1000);
setImmediate(() => { etl.map({ day: ['x'] }); }); // ! flow-no-map
queueMicrotask(() => etl.submit({ day: 'x' })); // ! flow-no-submit
const bus = new EventEmitter();
bus.on('day', (day: string) => etl.submit({ day })); // ! flow-no-submit
bus.once('day', async (day) => { etl({ day }); }); // ! no-floating-run
for await (const [day] of on(bus, 'day')) etl.submit({ day }); // ! flow-no-submit
const [first] = await once(bus, 'day');
await etl({ day: first });
chokidar.watch('.').on('add', (path) => { etl.submit({ day: path }); }).on('error', () => {}); // ! flow-no-submit
process.on('SIGTERM', () => { etl({ day: 'end' }); }); // ! no-floating-run
process.nextTick(() => etl.submit({ day: 'x' })); // ! flow-no-submit
export const handler = async (event: { Records: { body: string }[] }) => {
  for (const record of event.Records) etl(JSON.parse(record.body)); // ! no-floating-run
  await Promise.all(event.Records.map(async ({ body }) => etl(JSON.parse(body))));
  event.Records.map(({ body }) => etl(JSON.parse(body))); // ! no-floating-run
  await Promise.allSettled(event.Records.map(({ body }) => etl.submit(JSON.parse(body)))); // ! flow-no-submit
  return step.name;
};
`,
    },
    'tests with vitest, jest and node': {
      'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const step = task({ name: 'step' }, async ({ day }: { day: string }) => day);
export const createJobs = () => ({ etl, step });
`,
      'vitest.test.ts': `import { afterAll, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { Flow } from 'millrace';
import { createJobs, etl } from './flows.ts';
vi.mock('./mailer.ts', () => ({ send: vi.fn() }));
const other = vi.hoisted(() => ({ submit: vi.fn() }));
let jobs: ReturnType<typeof createJobs>;
let current: Flow<{ day: string }, string>;
let untyped;
beforeEach(() => {
  jobs = createJobs();
  current = jobs.etl;
  untyped = etl;
});
describe('etl', () => {
  it('submits', async () => {
    etl.submit({ day: 'x' }); // ! flow-no-submit
    jobs.etl.submit({ day: 'x' }); // ! flow-no-submit
    current.submit({ day: 'x' }); // ! flow-no-submit
    untyped.submit({ day: 'x' }); // ! flow-no-submit
    other.submit();
    expect(await etl({ day: 'x' })).toBe('x');
    await expect(etl({ day: 'x' })).resolves.toBe('x');
    expect(() => etl.submit({ day: 'x' })).toThrow(); // ! flow-no-submit
  });
  it.each(['a', 'b'])('runs %s', async (day) => {
    await etl.map({ day: [day] }); // ! flow-no-map
  });
  test.for([{ day: 'a' }])('with $day', async ({ day }) => expect(await etl({ day })).toBe(day));
  test.extend<{ one: typeof etl }>({ one: async ({}, use) => { await use(etl); } })('x', ({ one }) => { one.submit({ day: 'x' }); }); // ? flow-no-submit
});
afterAll(() => { etl({ day: 'x' }); }); // ! no-floating-run
const spy = vi.fn(etl);
spy.mockImplementation(async () => 'x');
`,
      'node.test.js': `import { mock, test } from 'node:test';
import assert from 'node:assert/strict';
import { createJobs, etl } from './flows.ts';
test('etl', async (t) => {
  await t.test('inner', () => etl({ day: 'x' }));
  const { etl: one, step } = createJobs();
  assert.throws(() => one.submit({ day: 'x' }), /no/); // ! flow-no-submit
  assert.equal(await one({ day: 'x' }), 'x');
  await assert.rejects(one({ day: 'x' }));
  step({ day: 'x' }); // ! no-floating-run
  const method = mock.method(globalThis, 'fetch');
  method.mock.calls.map((call) => call.arguments);
});
`,
    },
    'React components': {
      'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
`,
      'context.tsx': `import { createContext, useContext, useState, useRef, useCallback, type ReactNode } from 'react';
import type { Flow } from 'millrace';
import { etl } from './flows.ts';
export interface Props { job: Flow<{ day: string }, string>; jobs?: Flow<{ day: string }, string>[]; children?: ReactNode; onRun?(job: Props['job']): void }
export function Button({ job, jobs = [], onRun }: Props) {
  const [state, setState] = useState<Flow<{ day: string }, string> | null>(null);
  const ref = useRef<HTMLFormElement>(null);
  const start = useCallback(() => job.submit({ day: 'x' }), [job]); // ! flow-no-submit
  return (
    <form ref={ref} onSubmit={(event) => { event.currentTarget.submit(); ref.current?.submit(); }}>
      <button onClick={() => etl.submit({ day: 'x' })} // ! flow-no-submit
        onBlur={start}>run</button>
      {jobs.map((one, n) => <li key={n} onClick={() => one.submit({ day: 'x' })} // ! flow-no-submit
      />)}
      <input onChange={() => { setState(job); state?.submit({ day: 'x' }); onRun?.(job); }} // ? flow-no-submit
      />
    </form>
  );
}
export const Panel: React.FC<Props> = ({ job, children }) => <div onClick={() => job.map({ day: ['x'] })}>{children}</div>; // ? flow-no-map
export const Wrapped = () => <Button job={etl} onRun={(job) => job.submit({ day: 'x' })} />; // ! flow-no-submit
export class Old extends React.Component<Props> {
  render() {
    return <Button {...this.props} job={etl} />;
  }
}
`,
    },
    'command lines and resolvers': {
      'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const flows = { etl };
export type Flows = typeof flows;
`,
      'cli.ts': `import { Command } from 'commander';
import yargs from 'yargs';
import { etl, flows, type Flows } from './flows.ts';
const program = new Command();
program.command('run <name>').action(async (name: string) => {
  const one = flows[name as keyof Flows];
  if (!one) throw new Error(name);
  await one.submit({ day: name }); // ! flow-no-submit
});
program.command('all').action(() => { for (const one of Object.values(flows)) one({ day: 'x' }); }); // ! no-floating-run
yargs().command('go', 'runs', (y) => y.option('day', { type: 'string' }), ({ day }) => etl.submit({ day })); // ! flow-no-submit
const commands: Record<string, (day: string) => unknown> = {
  run: (day) => etl.submit({ day }), // ! flow-no-submit
  wait: (day) => etl({ day }),
};
await commands[process.argv[2]!]?.('x');
async function main() {
  etl({ day: 'x' }); // ! no-floating-run
  return etl({ day: 'x' });
}
main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
await program.parseAsync();
`,
      'resolvers.ts': `import { etl, type Flows } from './flows.ts';
interface Ctx { flows: Flows; form: { submit(): void } }
export const resolvers = {
  Query: { day: (_: unknown, { day }: { day: string }, ctx: Ctx) => ctx.flows.etl({ day }) },
  Mutation: {
    start: (_: unknown, args: { day: string }, { flows, form }: Ctx) => {
      form.submit();
      return flows.etl.submit(args); // ! flow-no-submit
    },
    async many(_: unknown, { days }: { days: string[] }, ctx: Ctx) {
      return ctx.flows.etl.map({ day: days }); // ! flow-no-map
    },
  },
};
export const router = { start: procedure.input(String).mutation(({ input, ctx }) => etl.submit({ day: input })) }; // ! flow-no-submit
export const machine = createMachine({ states: { idle: { on: { GO: { actions: () => etl.submit({ day: 'x' }) } } } } }); // ! flow-no-submit
`,
    },
    'Vue, Svelte-like stores and workers': {
      'store.ts': `import { defineStore } from 'pinia';
import { ref, reactive, computed, shallowRef, type Ref } from 'vue';
import { writable, type Writable } from 'svelte/store';
import type { Flow } from 'millrace';
import { etl } from './flows.ts';
type Etl = Flow<{ day: string }, string>;
export const useJobs = defineStore('jobs', {
  state: () => ({ main: etl, list: [] as Etl[] }),
  actions: {
    start() { etl.submit({ day: 'x' }); }, // ! flow-no-submit
  },
});
export const job: Ref<Etl> = ref(etl);
export const local = { value: etl };
local.value.submit({ day: 'x' }); // ! flow-no-submit
export const store: Writable<Etl> = writable(etl);
onmessage = (event: MessageEvent<{ day: string }>) => { etl.submit(event.data); }; // ! flow-no-submit
self.addEventListener('message', ({ data }) => etl.map(data)); // ! flow-no-map
export const watched = computed(() => etl.definition.options.name);
`,
      'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
