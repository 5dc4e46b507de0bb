import type { Client } from '../runtime/api/client.ts';
import { createClient } from '../runtime/api/client.ts';
import { testConnection } from '../runtime/api/connection-test.ts';
import type { Connection } from '../runtime/api/connection.ts';
import { httpTransport } from '../runtime/api/http.ts';
import type { Context } from './commands/context.ts';
import { rememberViews } from './commands/remembered-views.ts';
import { createCli } from './connections/cli.ts';
import { Connections } from './connections/connections.ts';
import { EmbeddedServer } from './connections/embedded-server.ts';
import { followEvents } from './connections/event-stream.ts';
import { ServerSession } from './connections/server-session.ts';
import { DeploymentStore } from './deployments/deployment-store.ts';
import { FlowTree } from './deployments/flow-tree.ts';
import type { Disposable } from './emitter.ts';
import { PoolStore } from './pools/pool-store.ts';
import { PoolTree } from './pools/pool-tree.ts';
import { WorkerProcesses } from './pools/worker-processes.ts';
import type { Memento, Secrets } from './ports.ts';
import { systemTimers as timers } from './ports.ts';
import { diagnoseRun } from './runs/diagnose.ts';
import { Failures } from './runs/failures.ts';
import { LocalRuns } from './runs/local-runs.ts';
import { Notices } from './runs/notices.ts';
import { RunStore } from './runs/run-store.ts';
import { RunTree } from './runs/run-tree.ts';

/** What the editor gives: everything else is made of it. */
export interface Platform extends Pick<Context, 'ui' | 'settings' | 'workspace' | 'flows' | 'debug' | 'openForm' | 'log'> {
  /** The command line that is shipped. */
  cliEntry: string;
  memento: Memento;
  /** What is remembered for this workspace alone. */
  workspaceMemento: Memento;
  secrets: Secrets;
  /** When a file was last changed, in milliseconds since the epoch. */
  modified(path: string): number | undefined;
}

/** Everything that commands and views work with. */
export interface Parts extends Context, Disposable {
  poolTree: PoolTree;
  failures: Failures;
}

/** Makes the stores, the trees and the processes, and connects them. */
export function createContext(platform: Platform): Parts {
  const { ui, settings, workspace, flows, debug, openForm, log, modified } = platform;
  const connections = new Connections(platform.memento, platform.secrets, settings);
  const session = new ServerSession({
    resolve: () => connections.resolve(),
    connect: clientOf,
    follow: (connection, listener) => followEvents(connection, listener, timers),
    timers,
    log,
  });
  const cli = createCli(platform.cliEntry, () => ({ MILLRACE_HOME: settings.home }));
  const runs = new RunStore(session, timers, log);
  const deployments = new DeploymentStore({ session, timers, log });
  const workers = new WorkerProcesses(cli, session, log);
  const pools = new PoolStore({ session, timers, log, workers });
  const flowTree = new FlowTree({ source: flows, deployments, runs, timers, modified });
  const runTree = new RunTree(runs, timers, (run) => diagnoseRun(run, pools.all(), timers.now()));
  const poolTree = new PoolTree(pools, workers, runs, timers);
  const localRuns = new LocalRuns({ cli, session, timers, log });
  const notices = new Notices(runs, ui, settings);
  const failures = new Failures({ session, runs, flows, log });
  const server = new EmbeddedServer(cli, session, settings);
  const remembered = rememberViews({ runs, runTree, flowTree }, platform.workspaceMemento);
  // The processes first, the session last: what ends may still want to say so.
  const stores = { remembered, workers, localRuns, failures, notices, flowTree, runTree, poolTree, runs, deployments, pools, session };
  const dispose = (): void => Object.values(stores).forEach((store) => store.dispose());
  return {
    ...stores,
    flows,
    server,
    connections,
    cli,
    ui,
    settings,
    workspace,
    debug,
    openForm,
    probe: testConnection,
    timers,
    log,
    dispose,
  };
}

const clientOf = (connection: Connection): Client => createClient(httpTransport({ ...connection, retries: 1, timeout: 15_000 }));
