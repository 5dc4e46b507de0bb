import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { installHost } from '../test/e2e/vscode/install-host.ts';
import { makePackage } from './package.ts';

/**
 * Runs the tests in a real VS Code: installs one, packs the extension, and runs every test/e2e/vscode/*.ui.ts, or those whose
 * names are given. With `--pictures` the README gets the pictures that the tests made.
 */
const root = join(import.meta.dirname, '..');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const reason = installHost(say);
if (reason !== undefined) {
  say(`\nNOT RUN: the tests in a real VS Code, because ${reason}.\n`);
  process.exit(1);
}
await makePackage();
const pictures = process.argv.includes('--pictures');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = globSync('test/e2e/vscode/*.ui.ts', { cwd: root }).toSorted();
const chosen = wanted.length === 0 ? files : files.filter((file) => wanted.some((part) => file.includes(part)));
const done = spawnSync(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...chosen], {
  cwd: root,
  stdio: 'inherit',
});
const shown = { '14-timeline': 'timeline', '22-quick-fix': 'quick-fix', '23-failed-run': 'failed-run' };
for (const [made, name] of pictures && done.status === 0 ? Object.entries(shown) : []) {
  copyFileSync(join(root, `.vscode-test/screenshots/${made}.png`), join(root, `docs/screenshots/${name}.png`));
}
process.exit(done.status ?? 1);
