/**
 * Every order of a listing has an index, so that a page of a large database is not sorted out of all of it; and those of
 * flows, deployments, queues and states hold the whole order, so that no row is read for sorting.
 */
export const listingIndices = `
  CREATE INDEX flow_run_next ON flow_run (next_scheduled_start_time);
  CREATE INDEX task_run_name ON task_run (name);
  CREATE INDEX task_run_end ON task_run (end_time);
  CREATE INDEX task_run_next ON task_run (next_scheduled_start_time);
  DROP INDEX flow_run_of_flow;
  DROP INDEX flow_run_of_deployment;
  DROP INDEX flow_run_by_state;
  CREATE INDEX flow_run_of_flow ON flow_run (flow_id, expected_start_time, id);
  CREATE INDEX flow_run_of_deployment ON flow_run (deployment_id, expected_start_time, id);
  CREATE INDEX flow_run_by_state ON flow_run (state_type, expected_start_time, id);
  CREATE INDEX flow_run_of_queue ON flow_run (work_queue_id, expected_start_time, id);
  `;
