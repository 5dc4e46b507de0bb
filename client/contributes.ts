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
  'millrace.startWorkers',
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
  'millrace.deployAll',
  'millrace.resetServer',
  'millrace.exportLog',
  'millrace.runFlowWith',
  'millrace.runDeploymentWith',
  'millrace.rerunWith',
  'millrace.resumeRun',
  'millrace.debugFlow',
  'millrace.debugRun',
  'millrace.addConnection',
  'millrace.removeConnection',
  'millrace.restartLanguageServer',
] as const;

/** The id of a command. */
export type CommandId = (typeof commandIds)[number];

/** Languages in which flows are written, by the editor's ids; their files are {@link flowFiles}. */
export const flowLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'] as const;

/** Files that may hold flows: those that the language server and the runtime read. */
export const flowFiles = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';

/** The ids of the views. */
export const viewIds = { flows: 'millrace.flows', runs: 'millrace.runs', pools: 'millrace.pools' } as const;
