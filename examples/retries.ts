import { exponentialBackoff, flow, task, taskRunContext } from 'millrace';

const flaky = task(
  { name: 'flaky', retries: 3, retryDelaySeconds: exponentialBackoff(0.1), retryJitterFactor: 0.5 },
  async ({ failures }: { failures: number }) => {
    const attempt = taskRunContext()?.taskRun.runCount ?? 1;
    if (attempt <= failures) throw new Error(`attempt ${attempt} failed`);
    return attempt;
  },
);

/** A task that fails at first: the server decides when it is tried again. */
export const retries = flow({ name: 'retries' }, async ({ failures = 2 }: { failures?: number }) => flaky({ failures }));

if (import.meta.main) process.stdout.write(`succeeded at attempt ${await retries({})}\n`);
