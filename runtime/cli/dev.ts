import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { connect, resolveConnection } from '../api/connection.ts';
import { MillraceError } from '../core/errors.ts';
import type { RunningWorker } from '../worker/worker.ts';
import { runFresh } from './background.ts';
import { ifExists } from './lookup.ts';
import { openServer } from './open-server.ts';
import type { Ports, ConnectedPorts } from './ports.ts';
import { readProject } from './project.ts';
import { interrupted } from './signals.ts';
import { filesIn, watchFiles } from './watch-files.ts';
import { endWorkers, startWorkers } from './workers.ts';

/** What `millrace dev` is told. */
export interface DevOptions {
  /** Files and folders with flows; without any, prefect.yaml or the whole folder. */
  paths: string[];
  port?: number;
  /** The pool of what names none. */
  pool: string;
  /** How many for each pool. */
  workers: number;
  limit?: number;
  exclude: string[];
}

/** The server unless one runs, workers, and deployments that follow what is saved; until the signal is aborted. */
export async function develop(ports: Ports, options: DevOptions): Promise<void> {
  const { output, env, signal } = ports;
  const server = resolveConnection(env) === undefined ? await openServer(ports, options) : undefined;
  const connection = resolveConnection(env);
  if (connection === undefined) throw new MillraceError('failed', 'The server that was started cannot be found.');
  output.print(`${output.style('bold', 'Server')}   ${connection.url}${server === undefined ? ' (runs already)' : ''}`);
  const client = connect(connection);
  const session: Session = { ports: { ...ports, client, connection }, options, pools: new Map() };
  const changes = createQueue(async (files: string[]) => redeploy(session, files));
  const watching = watchFiles(ports.cwd, isSource, (files) => changes.add(files.map((file) => relative(ports.cwd, file))));
  try {
    await redeploy(session, []);
    output.print('Save a file to deploy again; Ctrl-C ends everything.');
    await interrupted(signal);
  } finally {
    watching.close();
    await changes.idle();
    await endWorkers(ports, [...session.pools.values()].flat());
    await client.close();
    await server?.close();
  }
}

interface Session {
  ports: ConnectedPorts;
  options: DevOptions;
  /** The workers that were started, by their pool. */
  pools: Map<string, RunningWorker[]>;
}

const isSource = (name: string): boolean =>
  (/\.[cm]?[jt]sx?$/.test(name) && !/\.(d|test|spec)\.[cm]?ts$/.test(name)) || name === 'prefect.yaml';

/** Deploys what there is now, in a process that reads every file anew; what is wrong is said, and the next save tries again. */
async function redeploy(session: Session, saved: readonly string[]): Promise<void> {
  const { ports, options } = session;
  const { output, env, cwd, signal } = ports;
  if (signal.aborted) return;
  if (saved.length > 0) output.say(`${output.style('dim', 'Saved')} ${saved.join(', ')}`);
  try {
    const { args, pools } = await findWork(ports, options);
    for (const pool of pools) await openPool(session, pool);
    const environment = { ...env, PREFECT_DEFAULT_WORK_POOL_NAME: env['PREFECT_DEFAULT_WORK_POOL_NAME'] ?? options.pool };
    const { done, stdout, stderr } = await runFresh(['deploy', ...args], cwd, environment, signal);
    if (signal.aborted) return;
    const news = stdout
      .trimEnd()
      .split('\n')
      .filter((line) => saved.length === 0 || !line.startsWith('Unchanged'));
    if (news.length > 0 && news[0] !== '') output.print(news.join('\n'));
    else if (done) output.say('New runs use it.');
    if (!done || saved.length === 0) output.say(stderr.trimEnd());
  } catch (error) {
    if (!MillraceError.is(error) || saved.length === 0) throw error;
    output.say(`${output.style('red', 'Error:')} ${error.message}`);
  }
}

/** What to deploy: the arguments of `millrace deploy`, and the work pools that are needed. */
async function findWork({ cwd, env }: Ports, options: DevOptions): Promise<{ args: string[]; pools: Set<string> }> {
  const project = resolve(cwd, 'prefect.yaml');
  if (options.paths.length === 0 && existsSync(project)) {
    const { requests } = await readProject(project, env);
    const fallback = env['PREFECT_DEFAULT_WORK_POOL_NAME'] ?? options.pool;
    return { args: ['--all'], pools: new Set(requests.map(({ settings }) => settings.workPoolName ?? fallback)) };
  }
  const excluded = options.exclude.map((path) => resolve(cwd, path));
  const files = (options.paths.length === 0 ? ['.'] : options.paths)
    .map((path) => resolve(cwd, path))
    .flatMap((path) => (existsSync(path) && statSync(path).isFile() ? [path] : filesIn(path, isSource).filter(definesFlow)))
    .filter((file) => !excluded.some((path) => file === path || file.startsWith(`${path}/`)));
  if (files.length === 0) throw new MillraceError('not-found', 'There are no flows here: write one, or begin with "millrace init".');
  const names = files.map((file) => relative(cwd, file));
  return { args: [...names, '--all', '--name', 'dev', '--pool', options.pool], pools: new Set([options.pool]) };
}

/** Whether a file looks like one with flows, without running it. */
function definesFlow(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return /from\s+['"]millrace['"]/.test(text) && /\bexport\b/.test(text) && /\bflow\s*[(<]/.test(text);
}

/** Sees to it that the pool exists and has our workers. */
async function openPool({ ports, options, pools }: Session, name: string): Promise<void> {
  if (pools.has(name)) return;
  const pool = (await ifExists(ports.client.workPools.read({ name }))) ?? (await ports.client.workPools.create({ name, type: 'process' }));
  const own = pool.type === 'process';
  const workers = own
    ? await startWorkers(ports, { pool: name, workers: options.workers, ...(options.limit === undefined ? {} : { limit: options.limit }) })
    : [];
  pools.set(name, workers);
  const who = own ? workers.map((worker) => worker.name).join(', ') : `no worker of ours: the pool has the type ${pool.type}`;
  ports.output.print(`${ports.output.style('bold', 'Pool')}     ${name} (${who})`);
}

/** Does one thing after the other; what comes meanwhile is done together next. */
function createQueue(work: (items: string[]) => Promise<void>): { add(items: string[]): void; idle(): Promise<void> } {
  let waiting: string[] = [];
  let running: Promise<void> = Promise.resolve();
  const next = async (): Promise<void> => {
    const items = [...new Set(waiting)];
    waiting = [];
    if (items.length > 0) await work(items);
  };
  return {
    add(items) {
      waiting.push(...items);
      running = running.then(next);
    },
    idle: () => running,
  };
}
