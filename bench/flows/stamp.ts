import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flow } from 'millrace';

/** Says when its first line ran. */
export const stamp = flow({ name: 'stamp' }, async ({ folder, id }: { folder: string; id: string }) => {
  writeFileSync(join(folder, id), String(performance.timeOrigin + performance.now()));
});
