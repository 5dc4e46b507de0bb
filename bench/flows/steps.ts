import { setTimeout as sleep } from 'node:timers/promises';
import { flow, task } from 'millrace';

const step = task({ name: 'step' }, async ({ milliseconds }: { milliseconds: number }) => {
  await sleep(milliseconds);
  return milliseconds;
});

/** Works for a while in several tasks, so that a kill finds it in the middle. */
export const steps = flow({ name: 'steps' }, async ({ count = 3, milliseconds = 100 }: { count?: number; milliseconds?: number }) => {
  for (let done = 0; done < count; done += 1) await step({ milliseconds });
});
