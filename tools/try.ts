import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePackage } from './package.ts';

/**
 * `npm run try`: a real VS Code on a copy of the examples with the extension installed, as a newcomer sees it. The
 * desktop's when there is one, else the one from npm, in the browser. Everything is in a folder that is deleted after.
 */
const root = join(import.meta.dirname, '..');
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function copyExamples(folder: string): string {
  const workspace = join(folder, 'examples');
  cpSync(join(root, 'examples'), workspace, { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'), 'junction');
  return workspace;
}

async function tryOnDesktop(code: string, vsix: string, folder: string): Promise<void> {
  const own = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];
  const env = { ...process.env, MILLRACE_HOME: join(folder, 'home') };
  // On Windows the command is a script of the shell.
  const options: { stdio: 'inherit'; shell: boolean; env: NodeJS.ProcessEnv } = {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env,
  };
  spawnSync(code, [...own, '--install-extension', vsix, '--force'], options);
  say('Close the window of VS Code to end this: what it has made is deleted then.');
  const child = spawn(code, [...own, '--wait', '--new-window', copyExamples(folder)], options);
  await new Promise((resolve) => child.once('exit', resolve));
  // Its server would go on for some seconds, and write into the folder.
  spawnSync(process.execPath, [join(root, 'dist/runtime/bin/millrace.mjs'), 'server', 'stop'], { env, stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

async function tryInBrowser(vsix: string): Promise<void> {
  const { installHost } = await import('../test/e2e/vscode/install-host.ts');
  const reason = installHost(say);
  if (reason !== undefined) throw new Error(`There is no VS Code on this machine, and none can be had from npm, because ${reason}.`);
  const { startHost, windowUrl } = await import('../test/e2e/vscode/host.ts');
  const host = await startHost({ vsix: [vsix] });
  say(
    `\nOpen this in a browser:\n\n  ${windowUrl(host, copyExamples(host.folder))}\n\nThen press the wheel at the left, and "Run" beside "hello". Ctrl-C ends it.`,
  );
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await host.stop();
}

/** The command of an installed VS Code. */
function findDesktop(): string | undefined {
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code', 'code-insiders', 'codium'];
  const folders = (process.env['PATH'] ?? '').split(process.platform === 'win32' ? ';' : ':');
  // On a Mac the command is on the path only when somebody has asked for it.
  if (process.platform === 'darwin') folders.push('/Applications/Visual Studio Code.app/Contents/Resources/app/bin');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

async function tryExtension(): Promise<void> {
  const vsix = await makePackage();
  const desktop = findDesktop();
  await (desktop === undefined ? tryInBrowser(vsix) : tryOnDesktop(desktop, vsix, mkdtempSync(join(tmpdir(), 'millrace-try-'))));
}

await tryExtension();
