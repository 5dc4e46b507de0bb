import type { FlowRun, TaskRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { ResultReference, ResultStore } from '../core/ports.ts';
import { isResultReference } from '../core/ports.ts';
import type { State } from '../core/state.ts';
import { isCompleted } from '../core/state.ts';

/** A file of a kept value. Metadata as Prefect writes it; the value as JSON, or what JSON cannot carry as Node's structured clone. */
interface ResultFile {
  metadata: ResultReference;
  result: unknown;
}

/**
 * Keeps values as files, readable by their owner only: in the home folder's `results` unless another folder is named. A
 * reference holds the file's path, so that any process of this machine can read it.
 */
export const localResults: ResultStore = {
  async write(value, { key, storage, expiration }) {
    const { join, resolve } = process.getBuiltinModule('node:path');
    const { renameSync, writeFileSync } = process.getBuiltinModule('node:fs');
    const { randomUUID } = process.getBuiltinModule('node:crypto');
    const folder = storage ?? (await defaultFolder());
    const file = resolve(folder, fileName(key ?? randomUUID()));
    const encoded = encode(value);
    const metadata: ResultReference = { storage_key: file, expiration: expiration ?? null, serializer: { type: encoded.type } };
    const { makeFolder } = await import('../api/make-folder.ts');
    makeFolder(join(file, '..'), 0o700);
    // Written beside and renamed, so that nobody reads half of it.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ metadata, result: encoded.result } satisfies ResultFile), { mode: 0o600 });
    renameSync(draft, file);
    return metadata;
  },
  async read({ storage_key: file }) {
    const { existsSync, readFileSync } = process.getBuiltinModule('node:fs');
    if (!existsSync(file)) throw new MillraceError('not-found', `The value in ${file} is no longer there, or it is on another machine.`);
    return decode(readFileSync(file, 'utf8'), file);
  },
  digest: (text) => process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex'),
};

/** What a run of this process came to. */
interface Outcome {
  state: State;
  value?: unknown;
  error?: unknown;
}

/** The outcomes behind the states that `returnState` has given, for as long as somebody has the state. */
const outcomes = new WeakMap<State, Outcome>();

/** The state of an outcome, whose value {@link resultOf} gives although it is not kept. */
export function stateOf(outcome: Outcome): State {
  outcomes.set(outcome.state, outcome);
  return outcome.state;
}

/**
 * The value that a finished run has left: `await resultOf(await runDeployment('etl/daily'))`. A state that `returnState`
 * gave has it always, and throws the error of a run that failed; others have it when their flow or task keeps it
 * (`persistResult`) on this machine, else `not-found` is thrown, and `failed` for a run that did not complete.
 */
export async function resultOf(finished: State | FlowRun | TaskRun): Promise<unknown> {
  const state = 'stateDetails' in finished ? finished : finished.state;
  const own = state === null ? undefined : outcomes.get(state);
  if (own !== undefined && isCompleted(own.state)) return own.value;
  if (own?.error !== undefined) throw own.error;
  if (state === null || !isCompleted(state)) {
    const reason = state?.message ? `: ${state.message}` : '';
    throw new MillraceError('failed', `There is no value: the run is ${state?.name ?? 'in no state'}${reason}.`);
  }
  if (isResultReference(state.data)) return localResults.read(state.data);
  throw new MillraceError('not-found', 'The value of this run was not kept: give its flow or task the option persistResult.');
}

async function defaultFolder(): Promise<string> {
  const { homeFolder } = await import('../api/connection.ts');
  return process.getBuiltinModule('node:path').join(homeFolder(process.env), 'results');
}

/** A key may have folders; what would lead out of the store is taken away. */
const fileName = (key: string): string =>
  key
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');

function encode(value: unknown): { type: 'json' | 'v8'; result: unknown } {
  const { isDeepStrictEqual } = process.getBuiltinModule('node:util');
  const json = toJson(value);
  if (json !== undefined && isDeepStrictEqual(JSON.parse(json), value)) return { type: 'json', result: JSON.parse(json) };
  try {
    return { type: 'v8', result: process.getBuiltinModule('node:v8').serialize(value).toString('base64') };
  } catch (error) {
    throw new MillraceError('invalid', `The returned value cannot be kept: ${messageOf(error)}`, { cause: error });
  }
}

/** The value as JSON; undefined for what has none, such as undefined itself, circles and bigints. */
function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function decode(text: string, file: string): unknown {
  const { metadata, result }: Partial<ResultFile> = JSON.parse(text);
  if (metadata?.serializer.type === 'json') return result;
  if (metadata?.serializer.type === 'v8') return process.getBuiltinModule('node:v8').deserialize(Buffer.from(String(result), 'base64'));
  throw new MillraceError(
    'unsupported',
    `The value in ${file} was written by another program (${metadata?.serializer.type ?? 'unknown'}).`,
  );
}
