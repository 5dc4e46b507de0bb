import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generated-files.ts';

/** Writes every file that is made from definitions; test/generated.test.ts fails when one is not as it would be written. */
const root = join(import.meta.dirname, '..');

for (const [file, text] of Object.entries(generatedFiles())) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  process.stdout.write(`${file}\n`);
}
