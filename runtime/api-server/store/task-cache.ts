import type { Proposal, WireState } from '../policies/rule.ts';
import type { Tx } from './database.ts';

/** The newest completed state under the proposal's cache key; undefined without one, or when it is to be refreshed. */
export function cachedState(tx: Tx, proposal: Proposal): WireState | undefined {
  const { cache_key: key, refresh_cache: refresh } = proposal.state_details;
  if (proposal.type !== 'RUNNING' || !key || refresh === true) return undefined;
  const row = tx.get<{ state: string }>(
    'SELECT state FROM task_run_cache WHERE cache_key = ? AND (expiration IS NULL OR expiration > ?) ORDER BY created DESC LIMIT 1',
    key,
    tx.now(),
  );
  return row === undefined ? undefined : JSON.parse(row.state);
}

/** Remembers a completed state under its cache key, when it has one. */
export function rememberState(tx: Tx, state: WireState): void {
  const { cache_key: key, cache_expiration: expiration } = state.state_details;
  if (state.type !== 'COMPLETED' || !key) return;
  const insert = 'INSERT INTO task_run_cache (cache_key, expiration, created, state) VALUES (?, ?, ?, ?)';
  tx.run(insert, key, expiration ?? null, tx.now(), JSON.stringify(state));
}
