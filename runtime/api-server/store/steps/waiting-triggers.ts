/** What an automation that waits for something has seen last: its actions are about that. */
export const waitingTriggers = `
  ALTER TABLE automation_bucket ADD COLUMN event_id TEXT;
  `;
