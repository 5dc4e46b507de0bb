import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generatedFiles } from '../tools/generated-files.ts';

const root = join(import.meta.dirname, '..');

for (const [file, text] of Object.entries(generatedFiles())) {
  test(`${file} is as "npm run generate" writes it`, () => {
    const path = join(root, file);
    assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', text);
  });
}
