import type { RunPageContent } from '../../runs/run-page-content.ts';

/** From the extension to the page. */
export type ToPage = { type: 'page'; page: RunPageContent } | { type: 'fault'; text: string };

/** From the page to the extension. */
export type FromPage =
  | { type: 'ready'; runId: string | undefined }
  | { type: 'command'; command: 'openLogs' | 'openCode' | 'rerun' | 'retryRun' | 'cancelRun' | 'copyId' }
  | { type: 'openRow'; id: string; kind: 'task-run' | 'flow-run' }
  | { type: 'openNode'; label: string };
