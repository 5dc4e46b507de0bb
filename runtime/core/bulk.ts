import type { OrchestrationResult } from './state.ts';

/** What a request that deletes many things has deleted. */
export interface BulkDeletion {
  deleted: string[];
}

/** What became of a state that was proposed for many flow runs. */
export interface BulkOrchestration {
  results: (OrchestrationResult & { flowRunId: string })[];
}

/** What became of flow runs that were asked for together: each is created, or not, on its own. */
export interface BulkCreation {
  results: { flowRunId: string | null; status: 'CREATED' | 'FAILED'; error: string | null }[];
}
