/** The ids that package.json contributes; `test/client/contributes.test.ts` holds both against each other. */
export const commandIds = [
  'millrace.runFlow',
  'millrace.deployFlow',
  'millrace.runDeployment',
  'millrace.rerun',
  'millrace.retryRun',
  'millrace.cancelRun',
  'millrace.deleteRun',
  'millrace.copyId',
  'millrace.openLogs',
  'millrace.showRun',
  'millrace.openCode',
  'millrace.showMore',
  'millrace.filterRuns',
  'millrace.clearFilter',
  'millrace.groupRuns',
  'millrace.groupFlows',
  'millrace.startServer',
  'millrace.stopServer',
  'millrace.switchServer',
  'millrace.openOutput',
  'millrace.startWorker',
  'millrace.stopWorker',
  'millrace.openWorkerLog',
  'millrace.pausePool',
  'millrace.resumePool',
  'millrace.setLimit',
  'millrace.setPriority',
  'millrace.pauseDeployment',
  'millrace.resumeDeployment',
  'millrace.refresh',
  'millrace.newFlow',
  'millrace.initialise',
  'millrace.doctor',
] as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[number];

/** The ids of the views. */
export const viewIds = { flows: 'millrace.flows', runs: 'millrace.runs', pools: 'millrace.pools' } as const;
