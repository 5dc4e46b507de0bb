/**
 * Which flows and deployments have runs of a state is answered by the index of states alone; and the few lines of errors are
 * found without reading the many others. (`severe` of routes/logs.ts)
 */
export const coveringIndices = `
  DROP INDEX flow_run_by_state;
  CREATE INDEX flow_run_by_state ON flow_run (state_type, expected_start_time, id, flow_id, deployment_id);
  CREATE INDEX log_severe ON log (timestamp) WHERE level >= 40;
  CREATE INDEX task_run_tagged ON task_run (tags) WHERE tags <> '[]';
  `;
