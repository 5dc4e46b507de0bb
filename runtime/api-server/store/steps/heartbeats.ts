/**
 * How long a run may be silent depends on who sends its heartbeats: null means that nobody knows yet. And the limits of
 * deployments become global limits.
 */
export const heartbeatWindows = `
  ALTER TABLE flow_run ADD COLUMN heartbeat_window REAL;
  UPDATE flow_run SET heartbeat_window = 30 WHERE last_heartbeat IS NOT NULL;
  INSERT INTO concurrency_limit (id, created, updated, name, "limit", active, active_slots, denied_slots,
    slot_decay_per_second, avg_slot_occupancy_seconds)
    SELECT id, created, updated, 'deployment:' || id, concurrency_limit, 1, 0, 0, 0, 2
    FROM deployment WHERE concurrency_limit IS NOT NULL;
  `;
