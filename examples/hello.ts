import { flow, getRunLogger, task } from 'millrace';

const greet = task({ name: 'greet' }, async ({ name }: { name: string }) => {
  getRunLogger().info(`Greeting ${name}`);
  return `Hello, ${name}!`;
});

/** The smallest flow: one task, one value. */
export const hello = flow({ name: 'hello', flowRunName: 'hello-{name}' }, async ({ name = 'world' }: { name?: string }) => greet({ name }));

if (import.meta.main) process.stdout.write(`${await hello({})}\n`);
