/**
 * What automations have counted is kept by trigger, as an automation may have several, and the firings of the parts of a
 * composite trigger until the whole fires. What was counted before is counted anew. What is to be sent waits in
 * `automation_delivery`, encrypted, until it has been sent.
 */
export const compositeTriggers = `
  DROP TABLE automation_bucket;
  CREATE TABLE automation_bucket (
    automation_id TEXT NOT NULL REFERENCES automation (id) ON DELETE CASCADE,
    trigger_id TEXT NOT NULL, bucket_key TEXT NOT NULL, start TEXT NOT NULL, ends TEXT NOT NULL, count INTEGER NOT NULL, event TEXT,
    PRIMARY KEY (automation_id, trigger_id, bucket_key)
  ) WITHOUT ROWID;
  CREATE TABLE automation_child_firing (
    number INTEGER PRIMARY KEY,
    automation_id TEXT NOT NULL REFERENCES automation (id) ON DELETE CASCADE,
    parent_id TEXT NOT NULL, child_id TEXT NOT NULL, triggered TEXT NOT NULL, firing TEXT NOT NULL,
    UNIQUE (automation_id, parent_id, child_id)
  );
  CREATE TABLE automation_delivery (invocation TEXT PRIMARY KEY, created TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  `;
