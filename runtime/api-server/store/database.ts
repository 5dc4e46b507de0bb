import { statSync } from 'node:fs';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { NewEvent } from '../../core/ports.ts';
import { toTimestamp } from '../../core/time.ts';
import type { ServerSettings } from '../settings.ts';
import type { Encryption } from './encryption.ts';
import { encryptionBeside } from './encryption.ts';
import { migrate } from './migrations.ts';
import { isInTransaction } from './transactions.ts';
import { cannotOpen, fileGone } from './trouble.ts';

/** A value that SQLite stores; booleans are written as 0 and 1, objects as JSON by the caller. */
export type SqlValue = string | number | null;

/** A row as SQLite returns it. */
export type Row = Record<string, string | number | null>;

/**
 * The database within one request: handlers, policies and services see this and nothing else, so that they run in the
 * writer's thread, in this thread, or in a test over `:memory:`.
 */
export interface Tx {
  all<T = Row>(sql: string, ...parameters: SqlValue[]): T[];
  get<T = Row>(sql: string, ...parameters: SqlValue[]): T | undefined;
  /** Runs a statement; the number of rows that it changed. */
  run(sql: string, ...parameters: SqlValue[]): number;
  /** Now, as a timestamp; never the same twice within a process. */
  now(): string;
  /** Announces an event: stored with the transaction, published after its COMMIT. */
  emit(event: NewEvent): void;
  readonly settings: ServerSettings;
  /** Hides what the database keeps for nobody's eyes. */
  readonly encryption: Encryption;
}

/** An open database and the events of its open transaction. */
export interface Database extends Tx {
  begin(): void;
  commit(): void;
  rollback(): void;
  /** Whether a transaction is open: a full disk, or a failing one, ends it by itself. */
  inTransaction(): boolean;
  /** Runs `work`; what it wrote is undone when it throws, and the rest of the transaction stays. */
  savepoint<T>(work: () => T): T;
  /** The events emitted since the last call. */
  takeEvents(): NewEvent[];
  /** Throws `failed` when the file is no longer the one that was opened: what is written would be lost with it. */
  requireFile(): void;
  close(): void;
}

/** How a database is opened. */
export interface DatabaseOptions {
  /** A file, or `:memory:`. */
  path: string;
  readOnly?: boolean;
  settings: ServerSettings;
  /** Milliseconds since the epoch. */
  now: () => number;
}

/**
 * Opens a database, and brings its schema up to date unless it is opened for reading. Throws `invalid` for a file that is
 * no database or cannot be opened, and `unsupported` for one of a newer release.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const connection = connectTo(options);
  const requireFile = fileGuard(options.path);
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    // Filters make statements of many shapes; the cache must not grow with them.
    if (statements.size > 500) statements.clear();
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  let events: NewEvent[] = [];
  return {
    settings: options.settings,
    encryption: encryptionBeside(options.path),
    all: <T>(sql: string, ...parameters: SQLInputValue[]) => prepare(sql).all(...parameters) as T[],
    get: <T>(sql: string, ...parameters: SQLInputValue[]) => prepare(sql).get(...parameters) as T | undefined,
    run: (sql, ...parameters) => Number(prepare(sql).run(...parameters).changes),
    now: ticking(options.now),
    emit: (event) => events.push(event),
    begin: () => connection.exec('BEGIN IMMEDIATE'),
    commit() {
      connection.exec('COMMIT');
      requireFile();
    },
    requireFile,
    inTransaction: () => isInTransaction(connection),
    rollback: () => (isInTransaction(connection) ? connection.exec('ROLLBACK') : undefined),
    savepoint(work) {
      connection.exec('SAVEPOINT request');
      const before = events.length;
      try {
        const result = work();
        connection.exec('RELEASE request');
        return result;
      } catch (error) {
        if (isInTransaction(connection)) connection.exec('ROLLBACK TO request; RELEASE request');
        events.length = before;
        throw error;
      }
    },
    takeEvents() {
      const taken = events;
      events = [];
      return taken;
    },
    close: () => connection.close(),
  };
}

/** A look at the file costs some microseconds: each commit and each read has one. */
function fileGuard(path: string): () => void {
  const identity = (): string | undefined => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : `${stats.dev} ${stats.ino}`;
  };
  if (path === ':memory:') return () => undefined;
  const opened = identity();
  return () => {
    if (identity() !== opened) throw fileGone(path);
  };
}

function connectTo({ path, readOnly = false }: DatabaseOptions): DatabaseSync {
  try {
    const connection = new DatabaseSync(path, { readOnly });
    if (!readOnly) {
      connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;');
    }
    connection.exec(
      `PRAGMA busy_timeout = 5000; PRAGMA cache_size = ${readOnly ? -16_000 : -32_000}; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;`,
    );
    if (!readOnly) migrate(connection);
    return connection;
  } catch (error) {
    throw cannotOpen(path, error);
  }
}

/** A clock of timestamps that moves on by a microsecond when the real one has not. */
function ticking(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(now(), last + 0.001);
    return toTimestamp(last);
  };
}
