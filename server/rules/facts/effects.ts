import type { FlowModel, LinkedCall, LinkedFile, TaskModel } from '../../model/entities.ts';
import { externalName, globalName } from './callees.ts';
import { calledName, helperCalls } from './helper-calls.ts';
import { optionOf } from './options.ts';
import type { Effect } from '../../model/sdk.ts';
import { fetchSpecifier, postSpecifier } from '../../model/sdk.ts';
import { memberOf } from '../../model/object-members.ts';
import { addTo } from '../../model/lists.ts';
import { perFile } from '../../model/per-file.ts';

const networkModules = new Set([
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'undici',
  'axios',
  'got',
  'node-fetch',
  'ky',
  'superagent',
  'needle',
  'requests',
  'httpx',
  'aiohttp',
  'urllib.request',
  'urllib3',
  'boto3',
  'botocore',
]);

const networkVerbs = new Set([
  'request',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'options',
  'fetch',
  'default',
  'axios',
  'got',
  'ky',
  'stream',
  'urlopen',
  'connect',
  'createConnection',
  'client',
  'resource',
]);

/** What a call says about itself when it goes over the network: `fetch`, `axios.get`. */
export function networkCall({ callee, call }: LinkedCall): string | undefined {
  if (call.isNew) return undefined;
  if (globalName(callee) === 'fetch') return 'fetch';
  const external = externalName(callee);
  if (external === undefined || !networkModules.has(external.module) || !networkVerbs.has(external.name)) return undefined;
  return external.name === 'default' ? external.module : `${external.module}.${external.name}`;
}

/** Says whether a request is taken care of where it stands, or by the function that makes it. */
type IsCaredFor = (file: LinkedFile, linked: LinkedCall) => boolean;

/**
 * The tasks that go over the network and surely lack an option for when that fails, with the first call that does and
 * is not taken care of where it stands.
 */
export function* networkTasksWithout(
  file: LinkedFile,
  option: string,
  isCaredFor: IsCaredFor,
): Generator<{ readonly task: TaskModel; readonly request: string }> {
  for (const task of file.tasks) {
    if (task.base !== undefined || optionOf(task, option) !== 'absent') continue;
    for (const linked of callsWithin(task)) {
      const request = requestBy(task.functionFile, linked, isCaredFor);
      if (request === undefined) continue;
      yield { task, request };
      break;
    }
  }
}

/** What a call says about itself when it, or a function of the project that it calls, goes over the network. */
function requestBy(file: LinkedFile, linked: LinkedCall, isCaredFor: IsCaredFor): string | undefined {
  const own = networkCall(linked);
  if (own !== undefined) return isCaredFor(file, linked) ? undefined : own;
  // A token that is fetched when there is none yet, and the like: hardly ever what fails.
  if (linked.call.conditional === true || isCaredFor(file, linked)) return undefined;
  for (const { file: where, linked: inner } of helperCalls(file, linked, 'requests')) {
    if (isCaredFor(where, inner)) return undefined;
    const request = networkCall(inner);
    if (request !== undefined) return `${request} in ${calledName(file, linked.call)}()`;
  }
  return undefined;
}

/** Whether a call has, or may have, one of some options in an object among its arguments. */
export function mayHaveOption(file: LinkedFile, { call }: LinkedCall, ...names: readonly string[]): boolean {
  return call.arguments.some((argument, index) => {
    const options = file.objectOf(argument);
    if (options === undefined) return index > 0 && file.literalOf(argument) === undefined && argument.kind !== 'template';
    return names.some((name) => memberOf(options, name) !== 'absent');
  });
}

const blockingFunctions: Readonly<Record<string, RegExp>> = {
  child_process: /^(execSync|execFileSync|spawnSync)$/,
  crypto: /^(pbkdf2Sync|scryptSync|generateKeyPairSync)$/,
  zlib: /^(deflate|inflate|gzip|gunzip|brotliCompress|brotliDecompress|zstdCompress|zstdDecompress|unzip)(Raw)?Sync$/,
};

const blockingInPython: Readonly<Record<string, RegExp>> = {
  time: /^sleep$/,
  requests: /^(get|post|put|patch|delete|head|request)$/,
  subprocess: /^(run|call|check_call|check_output)$/,
  'urllib.request': /^urlopen$/,
  os: /^(system|wait)$/,
};

/** What a call is named when nothing else of the process goes on meanwhile: `execSync`. In Python only within `async`. */
export function blockingCall(file: LinkedFile, { callee, call }: LinkedCall): string | undefined {
  const global = globalName(callee);
  if (global !== undefined) return global === 'Atomics.wait' ? global : undefined;
  const external = externalName(callee);
  if (external === undefined) return undefined;
  const isPython = file.model.language === 'python';
  const names = (isPython ? blockingInPython : blockingFunctions)[external.module];
  if (names?.test(external.name) !== true) return undefined;
  if (!isPython) return external.name;
  return file.model.functions[call.function]?.async === true ? `${external.module}.${external.name}` : undefined;
}

/** The same of a call of a function of the project that makes such a call, with the name of that function. */
export function blockingHelper(file: LinkedFile, linked: LinkedCall): { readonly name: string; readonly helper: string } | undefined {
  for (const { file: where, linked: inner } of helperCalls(file, linked, 'blocks')) {
    const name = blockingCall(where, inner);
    if (name !== undefined) return { name, helper: calledName(file, linked.call) };
  }
  return undefined;
}

/** The effects that functions may have whose files import some modules. */
export function effectsWith(specifiers: readonly string[]): readonly Effect[] {
  const names = specifiers.map((specifier) => specifier.replace(/^node:/, ''));
  const blocks = names.some((name) => Object.hasOwn(blockingFunctions, name));
  const requests = names.some((name) => name === fetchSpecifier || networkModules.has(name));
  const posts = requests && names.includes(postSpecifier);
  return [...(blocks ? (['blocks'] as const) : []), ...(requests ? (['requests'] as const) : []), ...(posts ? (['posts'] as const) : [])];
}

/** The calls within the function of a flow or task, callbacks included. */
export const callsWithin = ({ functionFile, function: own }: FlowModel | TaskModel): readonly LinkedCall[] =>
  callsByFunction(functionFile).get(own?.index ?? -1) ?? [];

const callsByFunction = perFile(({ calls, model }) => {
  const within = new Map<number, LinkedCall[]>();
  for (const linked of calls) {
    for (let at = linked.call.function; at >= 0; at = model.functions[at]?.parent ?? -1) addTo(within, at, linked);
  }
  return within;
});
