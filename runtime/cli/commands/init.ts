import { existsSync, realpathSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { makeFolder } from '../../api/make-folder.ts';
import { withJson } from '../options.ts';
import { projectFiles } from '../project-files.ts';
import type { Host, Ports } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

export function addInitCommand(program: Command, host: Host): void {
  withJson(
    program
      .command('init [folder]')
      .description(
        'Writes the beginning of a project. It has a flow, prefect.yaml, setup.yaml, package.json and tsconfig.json. Files that are there are kept.',
      ),
  ).action((folder: string | undefined, options: JsonOption) => host.local((ports) => init(ports, folder, options)));
}

interface Written {
  file: string;
  written: boolean;
}

async function init({ output, cwd }: Ports, folder: string | undefined, options: JsonOption): Promise<void> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  const root = resolve(cwd, folder ?? '.');
  const done: Written[] = [];
  for (const [file, text] of Object.entries(projectFiles(basename(root), ownPackage(manifest.version)))) {
    done.push({ file, written: await writeNew(join(root, file), text) });
  }
  answer(output, options, { folder: root, files: done }, () =>
    done.map(({ file, written }) => `${written ? 'Wrote' : 'Kept '} ${file}`).join('\n'),
  );
  const enter = root === cwd ? [] : [`cd ${inShell(folder ?? '.')}`];
  const install = installing(await readFile(join(root, 'package.json'), 'utf8'));
  output.say(['', 'Next:', ...[...enter, ...install, 'npx millrace dev'].map((command) => `  ${command}`)].join('\n'));
}

/** A path as shells take it, also with spaces in it. */
const inShell = (path: string): string => (/^[\w./~-]+$/.test(path) ? path : `'${path}'`);

/** The commands that bring what a project needs and its package.json, which may be older, does not say. */
function installing(manifest: string): string[] {
  const adding = [
    ...(/"millrace"\s*:/.test(manifest) ? [] : ['npm install millrace']),
    ...(manifest.includes('"@types/node"') ? [] : ['npm install --save-dev @types/node']),
  ];
  return [
    ...(/"type"\s*:\s*"module"/.test(manifest) ? [] : ['npm pkg set type=module']),
    ...(adding.length === 0 ? ['npm install'] : adding),
  ];
}

/** How a project depends on this Millrace: by its version, or by its folder while it runs out of a clone. */
function ownPackage(version: string): string {
  const folder = dirname(dirname(realpathSync(process.argv[1] ?? '.')));
  const isClone = existsSync(join(folder, 'cli/main.ts'));
  return isClone ? `file:${folder}` : `^${version}`;
}

/** Writes a file unless there is one. */
async function writeNew(file: string, text: string): Promise<boolean> {
  if (existsSync(file)) return false;
  makeFolder(dirname(file));
  await writeFile(file, text);
  return true;
}
