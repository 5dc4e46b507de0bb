import { concurrent, flow, task, unmapped } from 'millrace';

const square = task({ name: 'square' }, async ({ value }: { value: number }) => value * value);
const scale = task({ name: 'scale' }, async ({ value, factor }: { value: number; factor: number }) => value * factor);

/** Runs tasks beside each other, at most four at once; futures go into other tasks as they are. */
export const map = flow(
  { name: 'map', taskRunner: concurrent({ maxWorkers: 4 }) },
  async ({ values = [1, 2, 3] }: { values?: number[] }) => {
    const squares = square.map({ value: values });
    return scale.map({ value: squares, factor: unmapped(10) }).result();
  },
);

if (import.meta.main) process.stdout.write(`${JSON.stringify(await map({}))}\n`);
