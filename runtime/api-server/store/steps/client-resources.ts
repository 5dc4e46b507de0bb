/** What Prefect's own clients keep on a server beside runs: limits, variables, artifacts, blocks, inputs, automations. */
export const clientResources = `
  CREATE TABLE task_run_cache (
    cache_key TEXT NOT NULL, expiration TEXT, created TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (cache_key, created)
  ) WITHOUT ROWID;

  CREATE TABLE concurrency_limit (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, "limit" INTEGER NOT NULL, active INTEGER NOT NULL, active_slots INTEGER NOT NULL,
    denied_slots REAL NOT NULL, slot_decay_per_second REAL NOT NULL, avg_slot_occupancy_seconds REAL NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE concurrency_lease (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, expiration TEXT NOT NULL, slots INTEGER NOT NULL, holder TEXT
  ) WITHOUT ROWID;
  CREATE INDEX lease_end ON concurrency_lease (expiration);
  CREATE TABLE concurrency_lease_limit (
    lease_id TEXT NOT NULL REFERENCES concurrency_lease (id) ON DELETE CASCADE,
    limit_id TEXT NOT NULL REFERENCES concurrency_limit (id) ON DELETE CASCADE,
    PRIMARY KEY (lease_id, limit_id)
  ) WITHOUT ROWID;
  CREATE INDEX lease_of_limit ON concurrency_lease_limit (limit_id);

  CREATE TABLE variable (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, value TEXT NOT NULL, tags TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE artifact (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    key TEXT, type TEXT, description TEXT, data TEXT, metadata_ TEXT, flow_run_id TEXT, task_run_id TEXT
  ) WITHOUT ROWID;
  CREATE INDEX artifact_of_key ON artifact (key, created);
  CREATE INDEX artifact_of_flow_run ON artifact (flow_run_id);

  CREATE TABLE block_type (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, slug TEXT NOT NULL UNIQUE, logo_url TEXT, documentation_url TEXT, description TEXT,
    code_example TEXT, is_protected INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE block_schema (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    checksum TEXT NOT NULL, fields TEXT NOT NULL, capabilities TEXT NOT NULL, version TEXT NOT NULL,
    block_type_id TEXT NOT NULL REFERENCES block_type (id) ON DELETE CASCADE,
    UNIQUE (checksum, version)
  ) WITHOUT ROWID;

  CREATE TABLE block_document (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, data TEXT NOT NULL, is_anonymous INTEGER NOT NULL,
    block_schema_id TEXT NOT NULL REFERENCES block_schema (id) ON DELETE CASCADE,
    block_type_id TEXT NOT NULL REFERENCES block_type (id) ON DELETE CASCADE,
    UNIQUE (block_type_id, name)
  ) WITHOUT ROWID;

  CREATE TABLE flow_run_input (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    flow_run_id TEXT NOT NULL REFERENCES flow_run (id) ON DELETE CASCADE,
    key TEXT NOT NULL, value TEXT NOT NULL, sender TEXT,
    UNIQUE (flow_run_id, key)
  ) WITHOUT ROWID;

  CREATE TABLE automation (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, description TEXT NOT NULL, enabled INTEGER NOT NULL, tags TEXT NOT NULL,
    trigger TEXT NOT NULL, actions TEXT NOT NULL, actions_on_trigger TEXT NOT NULL, actions_on_resolve TEXT NOT NULL,
    owner TEXT
  ) WITHOUT ROWID;
  `;
