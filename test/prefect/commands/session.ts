import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PrefectVersion } from '../../../tools/prefect/install.ts';
import { prefectFolder } from '../../../tools/prefect/install.ts';

/** One command of Prefect's command line and what it must say. */
export interface Command {
  /** The words after `prefect`; `{name}` is what an earlier command of that name found, `~` stands for a blank. */
  readonly words: string;
  /** What its output must match. A first group, where there is one, is kept under `keep`. */
  readonly says: RegExp;
  readonly keep?: string;
  /** The exit code; 0 unless told. */
  readonly code?: number;
}

/** What came of a command. */
export interface Said {
  code: number;
  /** Both streams, without the lines that tables are drawn with. */
  output: string;
}

/** Prefect's own command line, run again and again (see python/commands.py). */
export interface Session {
  run(words: readonly string[]): Promise<Said>;
  stop(): Promise<void>;
}

/** Starts it in a folder with an environment. */
export function startSession(version: PrefectVersion, env: NodeJS.ProcessEnv, cwd: string): Session {
  const program = join(prefectFolder, version, 'bin/python');
  const child = spawn(program, ['commands.py'], { env, cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return {
    async run(words) {
      child.stdin.write(`${JSON.stringify(words)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${program} ended at: prefect ${words.join(' ')}`);
      const { code, output }: Said = JSON.parse(line.value);
      return { code, output: output.replaceAll(/[\u2500-\u257F]+/g, ' ').replaceAll(/ {2,}/g, ' ') };
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** The words of a command, with what earlier ones kept. */
export const wordsOf = (command: Command, kept: ReadonlyMap<string, string>): string[] =>
  command.words
    .split(' ')
    .map((word) => word.replaceAll('~', ' ').replaceAll(/\{(\w+)\}/g, (whole, name: string) => kept.get(name) ?? whole));
