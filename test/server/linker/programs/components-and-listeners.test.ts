import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows among components, handlers and listeners. */
reportsAsMarked(
  {
    'react props, hooks and components': {
      'jobs.ts': `import { flow } from 'millrace';
export const importUsers = flow({ name: 'import-users' }, async ({ file }: { file: string }) => file.length);
export const jobs = [importUsers, flow({ name: 'export-users' }, async ({ file }: { file: string }) => file)];
`,
      'Button.tsx': `import type { Flow } from 'millrace';
interface Props { job: Flow<{ file: string }, unknown>; form: { submit(): void }; onDone?: () => void }
export function RunButton({ job, form, onDone }: Props) {
  const start = async () => {
    job.submit({ file: 'x' }); // ! flow-no-submit
    form.submit();
    await job({ file: 'x' });
    onDone?.();
  };
  return <button onClick={start} onSubmit={() => form.submit()}>Run</button>;
}
export class Panel extends React.Component<Props> {
  run = () => {
    this.props.job.map({ file: ['a'] }); // ? flow-no-map
    this.props.form.submit();
  };
  render() {
    const { job, form } = this.props;
    return (
      <div>
        <a
          onClick={() => job.submit({ file: 'y' })} // ? flow-no-submit
          onBlur={() => form.submit()}
        />
      </div>
    );
  }
}
`,
      'App.tsx': `import { useCallback, useRef } from 'react';
import { RunButton } from './Button.tsx';
import { importUsers, jobs } from './jobs.ts';
export const App = () => {
  const form = useRef<HTMLFormElement>(null);
  const run = useCallback(() => importUsers.submit({ file: 'x' }), []); // ! flow-no-submit
  return (
    <ul>
      {jobs.map((job) => (
        <li
          key={job.definition.options.name}
          onClick={() => job.submit({ file: 'z' })} // ! flow-no-submit
        >
          <RunButton job={job} form={form.current!} />
        </li>
      ))}
      <form ref={form} onSubmit={run} />
      <button onClick={() => form.current?.submit()} />
    </ul>
  );
};
`,
    },
    'vue and svelte lookalikes and web apis': {
      'store.ts': `import { flow } from 'millrace';
export const sync = flow({ name: 'sync' }, async () => 1);
export function ref<T>(value: T): { value: T } {
  return { value };
}
export const reactive = <T extends object>(value: T): T => new Proxy(value, {});
export const computed = <T>(get: () => T): { readonly value: T } => ({ get value() { return get(); } });
export function writable<T>(value: T) {
  return { subscribe(run: (value: T) => void) { run(value); }, set(next: T) { value = next; }, update(fn: (value: T) => T) { value = fn(value); } };
}
`,
      'component.ts': `import { computed, reactive, ref, sync, writable } from './store.ts';
const job = ref(sync);
const state = reactive({ job: sync, form: document.forms[0] });
const derived = computed(() => job.value);
const store = writable(sync);
const form = ref<HTMLFormElement | null>(null);
export default {
  setup() {
    job.value.submit(); // ! flow-no-submit
    state.job.submit(); // ! flow-no-submit
    state.form.submit();
    derived.value.submit(); // ! flow-no-submit
    store.subscribe((one) => one.submit()); // ? flow-no-submit
    form.value?.submit();
    document.querySelector('form')!.submit();
    document.forms.namedItem('x')!.submit();
  },
};
`,
    },
    'event emitters, queues and timers': {
      'events.ts': `import { EventEmitter } from 'node:events';
import { flow, type Flow } from 'millrace';
export const handle = flow({ name: 'handle' }, async ({ id }: { id: string }) => id);
export interface Events { job: [job: Flow<{ id: string }, string>, id: string]; form: [form: { submit(): void }] }
export class Bus extends EventEmitter {
  onJob(listener: (job: Flow<{ id: string }, string>) => void) {
    this.on('job', listener);
    return this;
  }
  onForm(listener: (form: { submit(): void }) => void) {
    this.on('form', listener);
    return this;
  }
}
export const listeners = new Set<(job: typeof handle) => void>();
`,
      'main.ts': `import { Bus, handle, listeners } from './events.ts';
const bus = new Bus();
bus
  .onForm((form) => form.submit())
  .onJob((job) => job.submit({ id: 'x' })) // ! flow-no-submit
  .onJob((job) => { job({ id: 'x' }); }); // ! no-floating-run
bus.on('job', (job) => job.submit({ id: 'y' }));
listeners.add((job) => job.map({ id: ['z'] })); // ! flow-no-map
process.on('SIGUSR2', () => { handle({ id: 'x' }); }); // ! no-floating-run
process.on('SIGHUP', () => void handle({ id: 'x' }));
bus.on('x', async () => { await handle({ id: 'x' }); });
setInterval(async () => {
  await handle({ id: 'x' });
}, 1000);
setInterval(() => handle({ id: 'x' }).catch(() => {}), 1000);
`,
    },
    'express handlers and servers': {
      'server.ts': `import express from 'express';
import { flow, task, runDeployment } from 'millrace';
const ingest = flow({ name: 'ingest' }, async ({ body }: { body: unknown }) => body);
const size = task({ name: 'size' }, async ({ body }: { body: unknown }) => JSON.stringify(body).length);
const app = express();
app.post('/ingest', async (request, response) => {
  ingest({ body: request.body }); // ! no-floating-run
  response.json({ ok: true });
});
app.post('/wait', async (request, response) => {
  response.json(await ingest({ body: request.body }));
});
app.post('/later', (request, response) => {
  ingest({ body: request.body }).then((value) => response.json(value)); // ! no-floating-run
});
app.post('/caught', (request, response, next) => {
  ingest({ body: request.body }).then((value) => response.json(value)).catch(next);
});
app.post('/both', (request, response, next) => {
  ingest({ body: request.body }).then((value) => response.json(value), next);
});
app.post('/size', async (request, response) => {
  const bytes = size.submit({ body: request.body });
  response.set('content-length', \`\${bytes}\`); // ! future-not-resolved
  response.set('content-length', String(await bytes.result()));
  response.send(bytes.toFixed()); // ! future-not-resolved
});
app.get('/run', async (request, response) => {
  runDeployment('ingest/nightly', { timeout: 0 }); // ! no-floating-run
  const run = await runDeployment('ingest/nightly', { timeout: 0 });
  response.json(run.id);
});
`,
    },
    'object parameters and callbacks typed by user interfaces': {
      'plugin.ts': `import type { Flow } from 'millrace';
export interface PluginContext { job: Flow<{ id: string }, void>; log: { submit(line: string): void; map: Map<string, string> } }
export interface Plugin { name: string; setup(context: PluginContext): void; teardown?: (context: Readonly<PluginContext>) => Promise<void>; hooks?: { [event: string]: (context: PluginContext) => unknown } }
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
export const defineAll = (plugins: Plugin[]) => plugins;
export type Handler = (context: PluginContext, next: () => Promise<void>) => Promise<void>;
export class Host {
  use(handler: Handler) {
    return this;
  }
  on(event: string, options: { once?: boolean }, handler: Handler) {
    return this;
  }
}
`,
      'main.ts': `import { definePlugin, defineAll, Host, type Handler, type Plugin } from './plugin.ts';
export default definePlugin({
  name: 'x',
  setup({ job, log }) {
    job.submit({ id: 'x' }); // ! flow-no-submit
    log.submit('x');
    log.map.get('x');
  },
  teardown: async (context) => {
    context.job.map({ id: ['x'] }); // ! flow-no-map
    await context.job({ id: 'x' });
  },
  hooks: {
    start: (context) => context.job.submit({ id: 'x' }), // ! flow-no-submit
    end: (context) => context.log.submit('x'),
  },
});
export const typed: Plugin = { name: 'y', setup: (context) => context.job.submit({ id: 'y' }) }; // ! flow-no-submit
export const many = defineAll([{ name: 'z', setup: (c) => c.job.submit({ id: 'z' }) }]); // ! flow-no-submit
export const satisfied = { name: 'w', setup: (c) => void c.job.submit({ id: 'w' }) } satisfies Plugin; // ! flow-no-submit
const handler: Handler = async ({ job, log }, next) => {
  job.submit({ id: 'x' }); // ! flow-no-submit
  log.submit('x');
  await next();
};
new Host().use(handler).use(async ({ job }) => { job({ id: 'x' }); }); // ! no-floating-run
new Host().on('x', {}, async (context) => { context.job.submit({ id: 'x' }); }); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
