import type { logFilter } from '../api/filters.ts';
import { newId } from '../core/ids.ts';
import type { Static } from '../core/schema.ts';
import { parseTime } from '../core/time.ts';
import type { App } from './app.ts';

/** A stored log line as subscribers get it. */
export interface LiveLog {
  id: string;
  created: string;
  updated: string;
  name: string;
  level: number;
  message: string;
  timestamp: string;
  flow_run_id: string | null;
  task_run_id: string | null;
}

/** Which lines a subscriber wants. */
export type LogFilter = Static<typeof logFilter>;

/** Who is told about lines. */
export interface LogListeners {
  /** Whether there is anybody. */
  any(): boolean;
  publish(lines: readonly LiveLog[]): void;
}

/** An app that tells listeners about the log lines that it has stored; without any it does nothing more. */
export function announcingLogs(app: App, find: () => LogListeners | undefined): App {
  return async (request) => {
    const { method, target, body } = request;
    const listeners = method === 'POST' && target === '/logs/' ? find() : undefined;
    if (listeners?.any() !== true || !Array.isArray(body)) return app(request);
    const lines = body.map(toLine);
    const result = await app({ ...request, body: lines });
    if (result.status === 201) listeners.publish(lines);
    return result;
  };
}

/** With the id and the times under which it is stored, so that a reader knows it again. What is wrong with it the app says. */
function toLine(given: LogLine): LiveLog {
  const now = new Date().toISOString();
  return { flow_run_id: null, task_run_id: null, id: newId(), created: now, updated: now, ...given };
}

/** A line as a client sends it. */
type LogLine = Pick<LiveLog, 'name' | 'level' | 'message' | 'timestamp'> & Partial<Pick<LiveLog, 'flow_run_id' | 'task_run_id'>>;

/** True when a line is one of those that a filter selects; an absent part selects all. */
export function wantsLog(filter: LogFilter, line: LiveLog): boolean {
  const { level, timestamp, flow_run_id: flowRuns, task_run_id: taskRuns } = filter;
  const at = parseTime(line.timestamp) ?? '';
  if (level?.ge_ !== undefined && level.ge_ !== null && line.level < level.ge_) return false;
  if (level?.le_ !== undefined && level.le_ !== null && line.level > level.le_) return false;
  if (timestamp?.after_ && at < (parseTime(timestamp.after_) ?? '')) return false;
  if (timestamp?.before_ && at > (parseTime(timestamp.before_) ?? '~')) return false;
  if (flowRuns?.any_ && !flowRuns.any_.includes(line.flow_run_id ?? '')) return false;
  return !taskRuns?.any_ || taskRuns.any_.includes(line.task_run_id ?? '');
}
