/** Resolves when the signal is aborted: what a command waits for that runs until Ctrl-C. */
export const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    // Waiting for a signal alone does not keep a process alive.
    const alive = setInterval(() => undefined, 2 ** 30);
    const done = (): void => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
