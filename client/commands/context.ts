import type { StepResult } from '../../runtime/api/connection-test.ts';
import type { Connection } from '../../runtime/api/connection.ts';
import type { Cli } from '../connections/cli.ts';
import type { Connections } from '../connections/connections.ts';
import type { EmbeddedServer } from '../connections/embedded-server.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { CodeFlow, FlowSource } from '../deployments/code-flow.ts';
import type { DeploymentStore } from '../deployments/deployment-store.ts';
import type { FlowTree } from '../deployments/flow-tree.ts';
import type { PoolStore } from '../pools/pool-store.ts';
import type { WorkerProcesses } from '../pools/worker-processes.ts';
import type { FormRequest, Log, Settings, Timers, Ui, Workspace } from '../ports.ts';
import type { LocalRuns } from '../runs/local-runs.ts';
import type { Notices } from '../runs/notices.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { RunTree } from '../runs/run-tree.ts';

/** Everything that commands work with; each takes the part that it needs. */
export interface Context {
  session: ServerSession;
  server: EmbeddedServer;
  connections: Connections;
  cli: Cli;
  flows: FlowSource;
  flowTree: FlowTree;
  runs: RunStore;
  runTree: RunTree;
  localRuns: LocalRuns;
  deployments: DeploymentStore;
  pools: PoolStore;
  workers: WorkerProcesses;
  ui: Ui;
  settings: Settings;
  workspace: Workspace;
  notices: Notices;
  /** Starts a debug session of a flow. */
  debug(flow: CodeFlow, parameters: Record<string, unknown>): Promise<void>;
  /** Opens a form for parameters. */
  openForm(request: FormRequest): void;
  /** How each step to a server went that is not used yet. */
  probe(connection: Connection): Promise<StepResult[]>;
  timers: Timers;
  log: Log;
}
