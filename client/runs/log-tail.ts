import type { Disposable } from '../emitter.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { Timers } from '../ports.ts';
import { t } from '../l10n.ts';
import { formatLogLine } from './log-document.ts';
import { isOver, toRun } from './run.ts';
import type { RunStore } from './run-store.ts';

/** What a log needs. */
export interface LogTailOptions {
  session: ServerSession;
  runs: RunStore;
  timers: Timers;
  runId: string;
  /** Told when {@link LogTail.text} has more. */
  changed(): void;
}

/** Milliseconds between readings while the run is under way. */
const interval = 400;
const pageSize = 200;

/** The text of a run's log, which grows until the run is over. */
export class LogTail implements Disposable {
  readonly #options: LogTailOptions;
  readonly #taskNames = new Map<string, string>();
  readonly #lines: string[] = [];
  #read = 0;
  #started = false;
  #disposed = false;
  #cancel: (() => void) | undefined;

  constructor(options: LogTailOptions) {
    this.#options = options;
  }

  /** What was logged so far. Throws when the server cannot be asked the first time. */
  async text(): Promise<string> {
    if (!this.#started) {
      this.#started = true;
      await this.#readMore();
      await this.#goOn();
    }
    return this.#lines.length === 0 ? t('Nothing has been logged yet.\n') : `${this.#lines.join('\n')}\n`;
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel?.();
  }

  async #goOn(): Promise<void> {
    const { runs, session, runId, timers } = this.#options;
    // What is known of a run goes on with events only where the server tells them.
    const run = session.isLive ? await runs.read(runId) : toRun(await session.require().flowRuns.read({ id: runId }), '');
    // A run that is over may still have lines on their way.
    const last = isOver(run) && (run.ended ?? 0) < timers.now() - 3000;
    if (this.#disposed || last) return;
    this.#cancel = timers.after(interval, () => void this.#again());
  }

  async #again(): Promise<void> {
    const before = this.#lines.length;
    // The server may be away for a while; the next reading tells.
    await this.#readMore().catch(() => undefined);
    if (this.#lines.length > before && !this.#disposed) this.#options.changed();
    await this.#goOn();
  }

  async #readMore(): Promise<void> {
    const { session, runId } = this.#options;
    for (;;) {
      const client = session.require();
      const page = await client.logs.filter({
        logs: { flowRunId: { any_: [runId] } },
        sort: 'TIMESTAMP_ASC',
        offset: this.#read,
        limit: pageSize,
      });
      const unknown = [...new Set(page.map(({ taskRunId }) => taskRunId))].filter((id) => id !== null && !this.#taskNames.has(id));
      if (unknown.length > 0) {
        const tasks = await client.taskRuns.filter({ taskRuns: { id: { any_: unknown.filter((id) => id !== null) } }, limit: pageSize });
        for (const task of tasks) this.#taskNames.set(task.id, task.name);
      }
      this.#read += page.length;
      this.#lines.push(...page.map((line) => formatLogLine(line, this.#taskNames.get(line.taskRunId ?? ''))));
      if (page.length < pageSize) return;
    }
  }
}
