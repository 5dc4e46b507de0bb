import type { taskWorkers as contract } from '../../api/task-workers.ts';
import type { Handlers } from './route.ts';

export const taskWorkers: Handlers<typeof contract> = {
  // Who is connected is known where the connections are (background-tasks.ts), and to no database.
  filter: () => ({ body: [] }),
};
