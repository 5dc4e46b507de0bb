import type { Address } from '../api/address.ts';
import type { LogLine } from '../core/ports.ts';
import type { Verdict } from './supervision.ts';

/** The server: where it is, or the home of the store that this process has open. */
export type Reach = Address | { home: string };

/** What a process that is ending has left to say. */
export interface LastWords {
  reach: Reach;
  lines: LogLine[];
  verdicts: Verdict[];
}

/** Milliseconds after which a server that does not listen is left alone: long, for a machine with more to do than it can. */
const patience = 30_000;

/**
 * Says it through another process and waits for that, because a process that is ending can await nothing. The words go
 * over stdin: they hold secrets.
 */
export function speak(words: LastWords): void {
  const file = new URL(import.meta.url.endsWith('.ts') ? './last-words-process.ts' : './last-words-process.js', import.meta.url);
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(file)], {
    input: JSON.stringify(words),
    stdio: ['pipe', 'ignore', 'inherit'],
    timeout: patience,
    killSignal: 'SIGKILL',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  });
}
