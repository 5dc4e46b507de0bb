import { MillraceError } from '../core/errors.ts';

/** What a person can be asked. */
export interface Input {
  /** A secret: typed without being shown, or the first line of stdin when that is no terminal. */
  secret(question: string): Promise<string>;
  /** Everything that is sent to stdin. */
  all(): Promise<string>;
  /** The first line that is sent to stdin, which may stay open; empty when it ends before. */
  line(): Promise<string>;
  /** Whether to go on; yes without asking where nobody can be asked. */
  confirm(question: string): Promise<boolean>;
}

/** `--yes` and `--json` of commands that delete. */
export interface DeleteOptions {
  json?: boolean;
  yes?: boolean;
}

/** Asks before something is deleted, unless `--yes` was given. Throws `cancelled` when the answer is no. */
export async function confirmDeletion(input: Input, { yes }: DeleteOptions, what: string): Promise<void> {
  if (yes === true || (await input.confirm(`Delete ${what}?`))) return;
  throw new MillraceError('cancelled', 'Nothing was deleted.');
}

/** The streams that an input asks over. */
export interface InputStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Asks over a process's streams. */
export const createInput = (streams: InputStreams): Input => ({
  async secret(question) {
    const text = (
      await (streams.stdin.isTTY ? typed(streams, question, false) : everything(streams.stdin).then((all) => all.split('\n', 1)[0] ?? ''))
    ).trim();
    if (text === '') throw new MillraceError('invalid', 'No secret was given: type it, or send it to stdin.');
    return text;
  },
  all: () => everything(streams.stdin),
  line: () => firstLine(streams.stdin),
  async confirm(question) {
    if (!streams.stdin.isTTY) return true;
    return /^y(es)?$/i.test((await typed(streams, `${question} [y/N] `, true)).trim());
  },
});

async function everything(stdin: NodeJS.ReadStream): Promise<string> {
  stdin.setEncoding('utf8');
  let text = '';
  for await (const chunk of stdin) text += String(chunk);
  return text;
}

function firstLine(stdin: NodeJS.ReadStream): Promise<string> {
  stdin.setEncoding('utf8').resume();
  // A program whose life ends with its standard input does not wait for it otherwise.
  stdin.ref?.();
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => {
      stdin.off('data', read).off('end', end);
      stdin.unref?.();
      resolve(text.split('\n', 1)[0] ?? '');
    };
    const read = (part: string): void => {
      text += part;
      if (text.includes('\n')) end();
    };
    stdin.on('data', read).once('end', end);
  });
}

/** Reads a line key by key, so that a secret need not be shown. */
function typed({ stdin, stderr }: InputStreams, question: string, shown: boolean): Promise<string> {
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (finish: () => void): void => {
      stdin.off('data', read);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      finish();
    };
    const done = (): void => end(() => resolve(text));
    const stop = (): void => end(() => reject(new MillraceError('cancelled', 'Nothing was changed.')));
    const read = (keys: string): void => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') return done();
        if (key === '\u0003') return stop();
        if (key === '\u007F' || key === '\b') text = text.slice(0, -1);
        else text += key;
        if (shown) stderr.write(key);
      }
    };
    stdin.on('data', read);
  });
}
