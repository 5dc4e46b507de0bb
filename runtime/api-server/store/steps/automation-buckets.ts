/** How many events an automation has counted towards its threshold, by what it counts apart. */
export const automationBuckets = `
  CREATE TABLE automation_bucket (
    automation_id TEXT NOT NULL REFERENCES automation (id) ON DELETE CASCADE,
    bucket_key TEXT NOT NULL, count INTEGER NOT NULL, ends TEXT NOT NULL,
    PRIMARY KEY (automation_id, bucket_key)
  ) WITHOUT ROWID;
  `;
