import type { Parameters, TaskDefinition, TaskOptions } from '../core/definitions.ts';
import { taskSymbol } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { namedParameters } from '../core/parameters.ts';
import { flowScope, taskScope } from '../engine/context.ts';
import type { TaskOutcome } from '../engine/futures.ts';
import { TaskFuture, TaskFutureList } from '../engine/futures.ts';
import { expandFutures, mapInputs } from '../engine/map.ts';
import type { TaskCall, TaskHost } from '../engine/task-run.ts';
import { runTask } from '../engine/task-run.ts';
import { keepOpen } from './client.ts';
import { capturePrints } from './prints.ts';
import { stateOf } from './results.ts';
import { directHost, withSignals } from './root.ts';
import type { CallSettings, MapInput, Task } from './types.ts';

/**
 * Makes a task of a function that takes one object of named parameters.
 *
 * Called, it runs and gives the function's value, a failure is thrown; `submit` and `map` start runs beside the caller.
 */
export function task<P extends object = {}, R = void>(options: TaskOptions, fn: (parameters: P) => R | Promise<R>): Task<P, Awaited<R>> {
  if (typeof options === 'function' || !options.name)
    throw new MillraceError('invalid', 'A task needs a name: task({ name: "load" }, async (parameters) => …).');
  if (options.logPrints === true) capturePrints();
  let key: string | undefined;
  const definition: TaskDefinition = {
    options,
    fn: fn as (parameters: Parameters) => unknown,
    get key() {
      return (key ??= keyOf(options.name, fn));
    },
  };
  const submit = (...args: unknown[]): TaskFuture => start(definition, ...split(args, options.name), true);
  const call = async (...args: unknown[]): Promise<unknown> => start(definition, ...split(args, options.name), false).result();
  return Object.assign(call, {
    [taskSymbol]: definition,
    definition,
    submit,
    map(parameters: MapInput<P>, settings: CallSettings = {}) {
      const startAll = (given: Record<string, unknown>): TaskFuture[] =>
        mapInputs(given, options.name).map((one) => start(definition, one, settings, true));
      const expanded = expandFutures({ ...parameters });
      if (expanded === undefined) return TaskFutureList.from(startAll({ ...parameters }));
      return TaskFutureList.deferred(pending(expanded.then(startAll)));
    },
    returnState: async (...args: unknown[]) => stateOf(await start(definition, ...split(args, options.name), false).outcome()),
    withOptions: (changes: Partial<TaskOptions>) => task<P, R>({ ...options, ...changes }, fn),
  }) as unknown as Task<P, Awaited<R>>;
}

/** The key of a task's code: the same function has the same key in every process and run. */
const keyOf = (name: string, fn: { toString(): string }): string =>
  `${name}-${process.getBuiltinModule('node:crypto').createHash('sha256').update(fn.toString()).digest('hex').slice(0, 8)}`;

function split(args: readonly unknown[], name: string): [Record<string, unknown>, CallSettings] {
  const second = args[1];
  const waitFor: unknown = typeof second === 'object' && second !== null ? Reflect.get(second, 'waitFor') : undefined;
  if (!Array.isArray(waitFor)) return [namedParameters(args, `Task '${name}'`), {}];
  return [namedParameters(args.slice(0, 1), `Task '${name}'`), { waitFor }];
}

/** Starts a run; a submitted one waits for a place of the flow's task runner. */
function start(definition: TaskDefinition, parameters: Record<string, unknown>, settings: CallSettings, submitted: boolean): TaskFuture {
  let created: (id: string) => void = () => undefined;
  let failed: (error: unknown) => void = () => undefined;
  const id = new Promise<string>((resolve, reject) => {
    created = resolve;
    failed = reject;
  });
  const call = { task: definition, parameters, waitFor: settings.waitFor ?? [], created };
  const flow = flowScope();
  const outcome: Promise<TaskOutcome> = flow === undefined ? alone(call) : inFlow(call, flow, submitted);
  outcome.catch(failed);
  return new TaskFuture(definition.options.name, id, outcome);
}

/** The flow around does not end before it knows which runs it waits for. */
function pending<T>(work: Promise<T>): Promise<T> {
  const scope = flowScope();
  scope?.pending.add(work);
  const done = (): void => void scope?.pending.delete(work);
  work.then(done, done);
  return work;
}

type FlowScope = NonNullable<ReturnType<typeof flowScope>>;

function inFlow(call: TaskCall, flow: FlowScope, submitted: boolean): Promise<TaskOutcome> {
  const host: TaskHost = { ...flow.host, logs: flow.logs, signal: taskScope()?.signal ?? flow.signal, flow };
  const slots = submitted ? (taskScope()?.slots ?? flow.slots) : undefined;
  return pending(runTask(host, { ...call, slots }));
}

/** A task called outside of flows runs and is recorded by itself, as in Prefect 3. */
const alone = (call: TaskCall): Promise<TaskOutcome> =>
  keepOpen(() => withSignals(async (signal) => runTask({ ...(await directHost()), signal, flow: undefined }, call)));
