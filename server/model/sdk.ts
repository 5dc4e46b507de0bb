/** The modules of the SDKs that Millrace knows; a path below one of them belongs to it. */
const sdkModules: readonly string[] = ['millrace', 'prefect'];

/** Whether a module specifier names an SDK: by its name, by a path to where it is installed, or as Deno does (`npm:millrace@1`). */
export function isSdkModule(specifier: string): boolean {
  const installed = specifier.lastIndexOf(packagesFolder);
  const named = specifier.startsWith('npm:') ? specifier.replace(/^npm:\/?([^@/]+)@[^/]*|^npm:\/?/, '$1') : specifier;
  const module = installed === -1 ? named : specifier.slice(installed + packagesFolder.length);
  return sdkModules.some((name) => module === name || module.startsWith(`${name}/`) || module.startsWith(`${name}.`));
}

const packagesFolder = 'node_modules/';

/** What a function may do that matters to the flow or task that calls it: block, make requests, send a POST. */
export type Effect = 'blocks' | 'requests' | 'posts';

/** Stand among the modules that a file imports for its calls of the global `fetch`, and for the word POST in it. */
export const fetchSpecifier = 'global:fetch';
export const postSpecifier = 'word:post';

/** What a future offers. */
export const futureMembers = ['result', 'wait', 'state', 'taskRunId', 'taskName', 'outcome', 'name', 'addDoneCallback'] as const;

/** Members that parsers record when they are read without a call: handing `etl.submit` on is as wrong as calling it, and a run's state may be looked at or not. */
export const watchedMembers: ReadonlySet<string> = new Set([
  'submit',
  'map',
  'delay',
  'deploy',
  'serve',
  'toDeployment',
  'state',
  'forEach',
]);

/** Members of globals that are called everywhere and mean nothing to a rule; only these are kept. */
export const watchedMembersOf: Readonly<Record<string, ReadonlySet<string>>> = {
  Math: new Set(['random']),
  Object: new Set(['assign', 'values', 'entries', 'freeze', 'seal', 'fromEntries', 'defineProperty', 'create', 'groupBy']),
  Map: new Set(['groupBy']),
  Reflect: new Set(['get']),
  Iterator: new Set(['from']),
  Array: new Set(['from', 'of', 'fromAsync']),
  performance: new Set(['now']),
};

/** Globals whose calls parsers record: rules ask for them. */
export const watchedGlobals: ReadonlySet<string> = new Set([
  'console',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Date',
  'Math',
  'crypto',
  'Atomics',
  'performance',
  'Promise',
  'require',
  'alert',
  'Deno',
  'Bun',
  'Temporal',
  'module',
  'exports',
  'print',
  'open',
  'input',
]);
