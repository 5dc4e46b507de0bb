import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostCode, hostNode } from './install-host.ts';

/** What keeps a test quiet and equal every time. */
const quiet = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.reduceMotion': 'on',
  'workbench.localHistory.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'security.workspace.trust.enabled': false,
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'npm.fetchOnlinePackageInfo': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'remote.autoForwardPorts': false,
  'git.enabled': false,
  'files.hotExit': 'off',
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono, monospace',
  'window.confirmBeforeClose': 'never',
};

/** How the editor is started. */
export interface HostOptions {
  /** Extensions to install. */
  vsix: readonly string[];
  settings?: Record<string, unknown>;
  /** Asks whether workspaces are trusted, as a desktop does. */
  trust?: boolean;
  env?: Record<string, string>;
  /** Lets a window load an extension and its tests from folders; notifications are not shown then. */
  smokeTestDriver?: boolean;
}

/** A running VS Code whose windows are pages of a browser. */
export interface Host {
  port: number;
  /** A folder for whatever the test needs; taken away at the end. */
  folder: string;
  logs: string;
  stop(): Promise<void>;
  /** Ends the extension hosts and everything else at once, as a crash does. */
  kill(): void;
}

/** Starts VS Code on a free port with settings, extensions and a home of its own. */
export async function startHost(options: HostOptions): Promise<Host> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-vscode-'));
  const server = join(hostCode, 'out/server-main.js');
  const folders = [
    '--extensions-dir',
    join(folder, 'extensions'),
    '--server-data-dir',
    join(folder, 'server'),
    '--accept-server-license-terms',
  ];
  for (const name of ['home', 'tmp', 'data/User']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    TMPDIR: join(folder, 'tmp'),
    XDG_RUNTIME_DIR: join(folder, 'tmp'),
    EXTENSIONS_GALLERY: '{}',
    ...options.env,
  };
  for (const vsix of options.vsix) {
    execFileSync(hostNode, [server, '--install-extension', vsix, '--force', ...folders], { env, stdio: 'pipe' });
  }
  const settings = { ...quiet, ...(options.trust === true ? { 'security.workspace.trust.enabled': true } : {}), ...options.settings };
  writeFileSync(join(folder, 'data/User/settings.json'), JSON.stringify(settings));
  const args = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--without-connection-token',
    '--user-data-dir',
    join(folder, 'data'),
    '--telemetry-level',
    'off',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--force-disable-user-env',
    ...(options.trust === true ? [] : ['--disable-workspace-trust']),
    ...(options.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawn(hostNode, [server, ...folders, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', kill);
  const port = await listening(child);
  return {
    port,
    folder,
    logs: join(folder, 'data/logs'),
    kill,
    async stop() {
      signalGroup(child, 'SIGTERM');
      await Promise.race([new Promise((resolve) => child.once('exit', resolve)), new Promise((resolve) => setTimeout(resolve, 5000))]);
      kill();
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'ESRCH')) throw error;
  }
}

function listening(child: ChildProcess): Promise<number> {
  let text = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`VS Code did not start within 30 seconds:\n${text}`)), 30_000);
    const read = (part: Buffer): void => {
      text += String(part);
      const match = /Extension host agent listening on (\d+)/.exec(text);
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`VS Code ended with code ${code}:\n${text}`)));
  });
}

/** The address of a window on a folder; `paths` are of an extension and its tests, by the names of VS Code's arguments. */
export function windowUrl({ port }: Pick<Host, 'port'>, folder: string, paths: Readonly<Record<string, string>> = {}): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  const remote = Object.entries(paths).map(([name, path]) => [name, `vscode-remote://${url.host}${path}`]);
  url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...remote]));
  return url.toString();
}
