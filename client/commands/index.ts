import type { CommandId } from '../contributes.ts';
import type { Context } from './context.ts';
import { addConnection, removeConnection } from './connections.ts';
import { debugFlow, debugRun } from './debug.ts';
import { deployAll, deployFlow, pauseDeployment, resumeDeployment, runDeployment } from './deploy.ts';
import { openWorkerLog, pausePool, resumePool, setLimit, setPriority, startWorker, startWorkers, stopWorker } from './pools.ts';
import { rerunWith, runDeploymentWith, runFlowWith } from './parameters.ts';
import { doctor, initialise, newFlow } from './project.ts';
import { resumeRun } from './resume.ts';
import { runFlow } from './run-flow.ts';
import { cancelRun, copyId, deleteRun, exportLog, openLogs, rerun, retryRun } from './runs.ts';
import { resetServer, startServer, stopServer, switchServer } from './server.ts';
import { clearFilter, filterRuns, groupFlows, groupRuns, openCode, refresh, showMore } from './views.ts';

/** A command: what it is about (a row, or nothing), and what else was given or is selected. */
export type Command = (context: Context, target: unknown, other: unknown) => Promise<unknown>;

/** Commands that need the editor itself; the adapter has them. */
export type EditorCommandId = 'millrace.openOutput' | 'millrace.showRun' | 'millrace.restartLanguageServer';

const rows = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Every command by its id: one that is missing is a type error. */
export const commands: Readonly<Record<Exclude<CommandId, EditorCommandId>, Command>> = {
  'millrace.runFlow': (context, target) => runFlow(context, target),
  'millrace.deployFlow': deployFlow,
  'millrace.runDeployment': (context, target) => runDeployment(context, target),
  'millrace.rerun': rerun,
  'millrace.retryRun': retryRun,
  'millrace.cancelRun': (context, target, other) => cancelRun(context, target, rows(other)),
  'millrace.deleteRun': (context, target, other) => deleteRun(context, target, rows(other)),
  'millrace.copyId': copyId,
  'millrace.openLogs': openLogs,
  'millrace.openCode': openCode,
  'millrace.showMore': showMore,
  'millrace.filterRuns': filterRuns,
  'millrace.clearFilter': clearFilter,
  'millrace.groupRuns': groupRuns,
  'millrace.groupFlows': groupFlows,
  'millrace.startServer': startServer,
  'millrace.stopServer': stopServer,
  'millrace.switchServer': switchServer,
  'millrace.startWorker': startWorker,
  'millrace.startWorkers': startWorkers,
  'millrace.stopWorker': stopWorker,
  'millrace.openWorkerLog': openWorkerLog,
  'millrace.pausePool': pausePool,
  'millrace.resumePool': resumePool,
  'millrace.setLimit': setLimit,
  'millrace.setPriority': setPriority,
  'millrace.pauseDeployment': pauseDeployment,
  'millrace.resumeDeployment': resumeDeployment,
  'millrace.refresh': refresh,
  'millrace.newFlow': newFlow,
  'millrace.initialise': initialise,
  'millrace.doctor': doctor,
  'millrace.deployAll': deployAll,
  'millrace.resetServer': resetServer,
  'millrace.exportLog': exportLog,
  'millrace.runFlowWith': runFlowWith,
  'millrace.runDeploymentWith': runDeploymentWith,
  'millrace.rerunWith': rerunWith,
  'millrace.resumeRun': resumeRun,
  'millrace.debugFlow': debugFlow,
  'millrace.debugRun': debugRun,
  'millrace.addConnection': (context) => addConnection(context),
  'millrace.removeConnection': removeConnection,
};
