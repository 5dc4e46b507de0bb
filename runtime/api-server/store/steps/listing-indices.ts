/** Every order of a listing has an index, so that a page of a large database is not sorted out of all of it. */
export const listingIndices = `
  CREATE INDEX flow_run_next ON flow_run (next_scheduled_start_time);
  CREATE INDEX task_run_name ON task_run (name);
  CREATE INDEX task_run_end ON task_run (end_time);
  CREATE INDEX task_run_next ON task_run (next_scheduled_start_time);
  `;
