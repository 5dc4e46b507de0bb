import { isInTransaction } from './transactions.ts';
import type { DatabaseSync } from 'node:sqlite';
import { MillraceError } from '../../core/errors.ts';
import { automationBuckets } from './steps/automation-buckets.ts';
import { heartbeatWindows } from './steps/heartbeats.ts';
import { coveringIndices } from './steps/covering-indices.ts';
import { clientResources } from './steps/client-resources.ts';
import { compositeTriggers } from './steps/composite-triggers.ts';
import { resultStorage } from './steps/result-storage.ts';
import { waitingTriggers } from './steps/waiting-triggers.ts';
import { savedSearches } from './steps/saved-searches.ts';
import { listingIndices } from './steps/listing-indices.ts';

/**
 * The schema as a list of steps; a database remembers in `user_version` how many it has taken. Steps are never edited
 * once released: a change is a new step. Tables of wide rows (runs, events) keep their rowid: without one, a row over a
 * quarter of a page would spill onto pages of its own.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE flow (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, tags TEXT NOT NULL, labels TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE work_pool (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE, description TEXT, type TEXT NOT NULL, base_job_template TEXT NOT NULL,
    is_paused INTEGER NOT NULL, concurrency_limit INTEGER, default_queue_id TEXT
  ) WITHOUT ROWID;

  CREATE TABLE work_queue (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    work_pool_id TEXT NOT NULL REFERENCES work_pool (id) ON DELETE CASCADE,
    name TEXT NOT NULL, description TEXT, is_paused INTEGER NOT NULL, concurrency_limit INTEGER,
    priority INTEGER NOT NULL, last_polled TEXT,
    UNIQUE (work_pool_id, name)
  ) WITHOUT ROWID;

  CREATE TABLE worker (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    work_pool_id TEXT NOT NULL REFERENCES work_pool (id) ON DELETE CASCADE,
    name TEXT NOT NULL, last_heartbeat_time TEXT NOT NULL, heartbeat_interval_seconds REAL,
    UNIQUE (work_pool_id, name)
  ) WITHOUT ROWID;

  CREATE TABLE deployment (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, flow_id TEXT NOT NULL REFERENCES flow (id) ON DELETE CASCADE,
    version TEXT, description TEXT, paused INTEGER NOT NULL, concurrency_limit INTEGER, concurrency_options TEXT,
    job_variables TEXT NOT NULL, parameters TEXT NOT NULL, tags TEXT NOT NULL, labels TEXT NOT NULL,
    work_queue_id TEXT REFERENCES work_queue (id) ON DELETE SET NULL, last_polled TEXT,
    parameter_openapi_schema TEXT, path TEXT, pull_steps TEXT, entrypoint TEXT,
    enforce_parameter_schema INTEGER NOT NULL,
    UNIQUE (flow_id, name)
  ) WITHOUT ROWID;

  CREATE TABLE deployment_schedule (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    deployment_id TEXT NOT NULL REFERENCES deployment (id) ON DELETE CASCADE,
    schedule TEXT NOT NULL, active INTEGER NOT NULL, max_scheduled_runs INTEGER, parameters TEXT NOT NULL, slug TEXT
  ) WITHOUT ROWID;
  CREATE INDEX schedule_of_deployment ON deployment_schedule (deployment_id);

  CREATE TABLE flow_run (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, flow_id TEXT NOT NULL REFERENCES flow (id) ON DELETE CASCADE,
    deployment_id TEXT REFERENCES deployment (id) ON DELETE SET NULL, deployment_version TEXT,
    work_queue_id TEXT REFERENCES work_queue (id) ON DELETE SET NULL,
    flow_version TEXT, parameters TEXT NOT NULL, idempotency_key TEXT, context TEXT NOT NULL,
    empirical_policy TEXT NOT NULL, tags TEXT NOT NULL, labels TEXT NOT NULL,
    parent_task_run_id TEXT, auto_scheduled INTEGER NOT NULL, infrastructure_pid TEXT,
    created_by TEXT, job_variables TEXT,
    state_id TEXT, state_type TEXT, state_name TEXT, state_timestamp TEXT, state TEXT,
    run_count INTEGER NOT NULL DEFAULT 0, expected_start_time TEXT, next_scheduled_start_time TEXT,
    start_time TEXT, end_time TEXT, total_run_time REAL NOT NULL DEFAULT 0, last_heartbeat TEXT
  );
  CREATE UNIQUE INDEX flow_run_idempotency ON flow_run (flow_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX flow_run_expected ON flow_run (expected_start_time, id);
  CREATE INDEX flow_run_start ON flow_run (coalesce(start_time, expected_start_time));
  CREATE INDEX flow_run_end ON flow_run (end_time);
  CREATE INDEX flow_run_name ON flow_run (name);
  CREATE INDEX flow_run_of_flow ON flow_run (flow_id, expected_start_time);
  CREATE INDEX flow_run_of_deployment ON flow_run (deployment_id, expected_start_time);
  CREATE INDEX flow_run_of_parent ON flow_run (parent_task_run_id) WHERE parent_task_run_id IS NOT NULL;
  CREATE INDEX flow_run_by_state ON flow_run (state_type, expected_start_time);
  CREATE INDEX flow_run_claimable ON flow_run (work_queue_id, next_scheduled_start_time) WHERE state_type = 'SCHEDULED';
  CREATE INDEX flow_run_slots ON flow_run (work_queue_id) WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING');
  CREATE INDEX flow_run_alive ON flow_run (last_heartbeat) WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING');

  CREATE TABLE flow_run_state (
    id TEXT PRIMARY KEY, flow_run_id TEXT NOT NULL REFERENCES flow_run (id) ON DELETE CASCADE,
    timestamp TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX state_of_flow_run ON flow_run_state (flow_run_id, timestamp);

  CREATE TABLE task_run (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, updated TEXT NOT NULL,
    name TEXT NOT NULL, flow_run_id TEXT REFERENCES flow_run (id) ON DELETE CASCADE,
    task_key TEXT NOT NULL, dynamic_key TEXT NOT NULL, cache_key TEXT, cache_expiration TEXT, task_version TEXT,
    empirical_policy TEXT NOT NULL, tags TEXT NOT NULL, labels TEXT NOT NULL, task_inputs TEXT NOT NULL,
    state_id TEXT, state_type TEXT, state_name TEXT, state_timestamp TEXT, state TEXT,
    run_count INTEGER NOT NULL DEFAULT 0, flow_run_run_count INTEGER NOT NULL DEFAULT 0,
    expected_start_time TEXT, next_scheduled_start_time TEXT,
    start_time TEXT, end_time TEXT, total_run_time REAL NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX task_run_keys ON task_run (flow_run_id, task_key, dynamic_key) WHERE flow_run_id IS NOT NULL;
  CREATE INDEX task_run_expected ON task_run (expected_start_time, id);
  CREATE INDEX task_run_by_state ON task_run (state_type, expected_start_time);

  CREATE TABLE task_run_state (
    id TEXT PRIMARY KEY, task_run_id TEXT NOT NULL REFERENCES task_run (id) ON DELETE CASCADE,
    timestamp TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX state_of_task_run ON task_run_state (task_run_id, timestamp);

  CREATE TABLE flow_run_tag (
    tag TEXT NOT NULL, flow_run_id TEXT NOT NULL REFERENCES flow_run (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, flow_run_id)
  ) WITHOUT ROWID;
  CREATE INDEX tag_of_flow_run ON flow_run_tag (flow_run_id);

  CREATE TABLE log (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, created TEXT NOT NULL, name TEXT NOT NULL, level INTEGER NOT NULL,
    message TEXT NOT NULL, timestamp TEXT NOT NULL, flow_run_id TEXT, task_run_id TEXT
  );
  CREATE INDEX log_of_flow_run ON log (flow_run_id, timestamp);
  CREATE INDEX log_of_task_run ON log (task_run_id, timestamp) WHERE task_run_id IS NOT NULL;
  CREATE INDEX log_time ON log (timestamp);

  CREATE TABLE event (
    id TEXT PRIMARY KEY, occurred TEXT NOT NULL, received TEXT NOT NULL, event TEXT NOT NULL,
    resource_id TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX event_time ON event (occurred);
  CREATE INDEX event_of_resource ON event (resource_id, occurred);
  `,
  clientResources,
  heartbeatWindows,
  automationBuckets,
  listingIndices,
  coveringIndices,
  waitingTriggers,
  compositeTriggers,
  resultStorage,
  savedSearches,
];

/**
 * Takes the steps that the database has not taken yet, all or none. Throws `unsupported` when the database was written
 * by a newer Millrace, whose data this one would damage.
 */
export function migrate(connection: DatabaseSync): void {
  const version = Number(connection.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > steps.length) {
    throw new MillraceError(
      'unsupported',
      `The database has schema ${version}, and this Millrace knows up to ${steps.length}: it was written by a newer release. Update Millrace, or point MILLRACE_HOME to another folder.`,
    );
  }
  if (version === steps.length) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(version)) connection.exec(step);
    connection.exec(`PRAGMA user_version = ${steps.length}`);
    connection.exec('COMMIT');
  } catch (error) {
    // A full disk ends the transaction by itself, and is what is to be told.
    if (isInTransaction(connection)) connection.exec('ROLLBACK');
    throw error;
  }
}
