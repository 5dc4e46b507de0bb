import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The releases that Millrace is tested against: the newest 3.x, and the 2.x that is most in use. */
export const prefectVersions = ['3.9.1', '2.13.7'] as const;

/** One of the releases. */
export type PrefectVersion = (typeof prefectVersions)[number];

const here = import.meta.dirname;

/** What else is needed for tests, and for nothing else: a database, the workers that render jobs, what tries our OpenAPI document. */
export const companions = ['postgres', 'integrations', 'schemathesis'] as const;

/** Where the releases are installed: `.prefect/` of the repository, which git ignores. */
export const prefectFolder = join(here, '../../.prefect');

/** Python is needed for a real Prefect and is not there. */
export class PythonMissing extends Error {}

/** Where the command of a release is once it is installed. */
export const prefectCommand = (version: PrefectVersion): string => join(prefectFolder, version, 'bin/prefect');

/** The command of Schemathesis, which tries what an OpenAPI document promises. */
export const schemathesisCommand = join(prefectFolder, 'schemathesis/bin/schemathesis');

/**
 * Installs an unmodified release, or a companion, into `.prefect/<name>` (about 30 s); nothing when it is there already.
 * Throws PythonMissing without a `python3` that has venv.
 */
export async function installPrefect(name: PrefectVersion | (typeof companions)[number]): Promise<void> {
  const folder = join(prefectFolder, name);
  const requirements = join(here, `requirements-${name}.txt`);
  const stamp = join(folder, 'requirements.txt');
  if (await sameText(requirements, stamp)) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(prefectFolder, { recursive: true });
  await makeEnvironment(folder);
  // With today's newest dependencies neither release starts: the pins are complete, so nothing else is resolved.
  const flags = ['--quiet', '--disable-pip-version-check', '--no-deps'];
  await run(join(folder, 'bin/pip'), ['install', ...flags, '--requirement', requirements]);
  await copyFile(requirements, stamp);
}

async function makeEnvironment(folder: string): Promise<void> {
  try {
    await run('python3', ['-m', 'venv', folder]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PythonMissing(`A real Prefect needs python3 with venv (Debian: apt install python3 python3-venv). ${why}`, { cause: error });
  }
}

async function sameText(first: string, second: string): Promise<boolean> {
  if (!existsSync(second)) return false;
  const [a, b] = await Promise.all([readFile(first, 'utf8'), readFile(second, 'utf8')]);
  return a === b;
}

function run(command: string, parameters: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with code ${code}: ${Buffer.concat(output).toString('utf8').trim()}`));
    });
  });
}

if (process.argv[1] === import.meta.filename) await Promise.all([...prefectVersions, ...companions].map(installPrefect));
