import type { ErrorCode } from '../core/errors.ts';

/** What a shell is told, and why; main.ts gives them and docs/cli.md lists them. */
export const exitCodes = [
  { exit: 0, meaning: 'It was done.' },
  { exit: 1, meaning: 'It failed, or the run that was waited for did not complete.' },
  { exit: 2, meaning: 'The command line, a file or a value in it is not valid.', codes: ['invalid', 'unsupported'] },
  { exit: 3, meaning: 'What it names does not exist.', codes: ['not-found'] },
  { exit: 4, meaning: 'No server runs, or it does not answer.', codes: ['unreachable'] },
  { exit: 5, meaning: 'The server does not accept the credentials.', codes: ['unauthorized'] },
  { exit: 130, meaning: 'It was interrupted (Ctrl-C).', codes: ['cancelled'] },
] as const satisfies readonly { exit: number; meaning: string; codes?: readonly ErrorCode[] }[];
