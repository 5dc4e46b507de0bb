import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run bench -- fuzz [COUNT]`: 10,000 random edits of open documents, whose models, links and diagnostics must be
 * those of a fresh start, and 10,000 mutated files under every rule. The tests do the same with smaller numbers.
 */
const [count = '10000'] = process.argv.slice(2);
const tests = ['server/fuzz.test.ts', 'server/parsers/typescript/pieces.test.ts', 'server/workspace/edited.test.ts'].map((file) =>
  join(import.meta.dirname, '../test', file),
);
const done = spawnSync(process.execPath, ['--test', ...tests], { stdio: 'inherit', env: { ...process.env, FUZZ: count } });
process.exitCode = done.status ?? 1;
