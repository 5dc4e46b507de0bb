import type { Tx } from './database.ts';

/** The lines of a run, oldest first, as comma-separated values with a heading, in the form of Python's `csv`. */
export function logsAsCsv(tx: Tx, flowRunId: string): string {
  const rows = tx.all<{ timestamp: string; level: number; task_run_id: string | null; message: string }>(
    'SELECT timestamp, level, task_run_id, message FROM log WHERE flow_run_id = ? ORDER BY timestamp, number',
    flowRunId,
  );
  const lines = rows.map(({ timestamp, level, task_run_id: task, message }) =>
    [pythonTime(timestamp), String(level), flowRunId, task ?? '', message].map(quoted).join(','),
  );
  return ['timestamp,level,flow_run_id,task_run_id,message', ...lines, ''].join('\r\n');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A time as Python prints it: no fraction when it is none. */
const pythonTime = (timestamp: string): string => timestamp.replace('T', ' ').replace(/(\.0+)?Z$/, '+00:00');
