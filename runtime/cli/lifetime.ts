/** Milliseconds after which a process that was asked to end is asked again: a worker then cancels what it runs. */
const again = 2000;

/**
 * With `MILLRACE_ENDS_WITH=stdin` this process ends when its standard input does: whoever started it is gone then, even
 * when it was killed. An editor starts its workers and runs like this, so that none is left behind.
 */
export function endWithParent(): void {
  if (process.env['MILLRACE_ENDS_WITH'] !== 'stdin') return;
  delete process.env['MILLRACE_ENDS_WITH']; // what this process starts has a standard input of its own
  const end = (): void => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.kill(process.pid, 'SIGINT'), again).unref();
  };
  process.stdin.once('end', end).once('error', end).resume();
  if ('unref' in process.stdin) process.stdin.unref();
}
