import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { millrace } from './servers.ts';

const root = join(import.meta.dirname, '..');

/** A way in which people have the runtime. */
export interface Form {
  name: string;
  /** The command, as a file that Node runs. */
  launcher: string;
  /** What `import 'millrace'` loads. */
  entry: string;
}

/** Measures the runtime as it is published, built into a folder that is removed afterwards, and as it is from the sources. */
export async function inBothForms(measure: (form: Form) => Promise<void>): Promise<void> {
  const built = mkdtempSync(join(tmpdir(), 'millrace-built-'));
  try {
    execFileSync(process.execPath, [join(root, 'tools/build.ts'), built], { stdio: 'ignore' });
    symlinkSync(join(root, 'node_modules'), join(built, 'node_modules'));
    symlinkSync(join(root, 'runtime/node_modules'), join(built, 'millrace/node_modules'));
    const published = join(built, 'millrace');
    await measure({ name: 'as published', launcher: join(published, 'bin/millrace.mjs'), entry: join(published, 'lib/sdk.js') });
    await measure({ name: 'from the sources', launcher: millrace, entry: join(root, 'runtime/sdk/index.ts') });
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
}
