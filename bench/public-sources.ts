import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../server/rules/index.ts';
import { Session } from '../server/session.ts';
import { prepareConfigFiles } from '../server/workspace/config.ts';

/**
 * `npm run bench -- public-sources [PACKAGES…]`: lints the sources of large npm packages that use no flows, each file with
 * every rule, also those that are off. Whatever is found is wrong, and so is a package in which there is nothing to read. Needs the npm registry and `tar`.
 */
const packages = [
  'rxjs@7.8.2',
  'zod@4.1.12',
  'effect@3.18.4',
  'viem@2.38.0',
  '@trpc/server@11.6.0',
  '@tanstack/router-core@1.132.0',
  '@temporalio/workflow@1.24.0',
  '@temporalio/client@1.24.0',
  'ai@6.0.326',
  'bullmq@6.7.0',
  'inngest@4.24.0',
  '@hatchet-dev/typescript-sdk@1.33.2',
  '@langchain/langgraph@1.7.3',
  'graphile-worker@0.18.0',
  'n8n-workflow@2.41.0',
  'xstate@5.33.3',
  'react-hook-form@7.92.0',
  '@reduxjs/toolkit@2.14.0',
  'fp-ts@2.16.11',
  'hardhat@3.18.0',
  'convex@1.48.0',
  '@genkit-ai/core@1.42.0',
  '@trigger.dev/core@4.8.3',
];
const given = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'millrace-public-'));

async function measure(name: string): Promise<number> {
  const folder = join(work, name.replaceAll(/[^\w.-]/g, '_'));
  mkdirSync(folder);
  run('npm', ['pack', name, '--silent', '--pack-destination', folder]);
  run('sh', ['-c', 'tar -xzf ./*.tgz']);
  // What is built is not read in a workspace; of packages that ship nothing else it is what there is to read.
  const [built, shown] = [join(folder, 'package/dist'), join(folder, 'package/built-sources')];
  if (existsSync(built) && !existsSync(join(folder, 'package/src'))) renameSync(built, shown);
  const failures: string[] = [];
  const session = new Session({
    roots: [join(folder, 'package')],
    rules,
    overrides: { lint: { preset: 'strict', rules: {} } },
    failed: (rule, path, error) => failures.push(`${rule} failed on ${path}: ${String(error)}`),
  });
  const started = performance.now();
  for await (const _ of session.workspace.index());
  const paths = session.workspace.paths().filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  let lines = 0;
  if (paths.length === 0) failures.push('no TypeScript or JavaScript in it');
  for (const path of paths) {
    lines += readFileSync(path, 'utf8').split('\n').length;
    for (const { ruleId, span } of session.problems(path)) failures.push(`${ruleId} at ${path}:${span.start}`);
    session.trim();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  print(
    `${name.padEnd(30)} ${String(paths.length).padStart(5)} files ${String(lines).padStart(7)} lines ${seconds.padStart(5)} s  ${failures.length} findings`,
  );
  for (const failure of failures) print(`  ${failure}`);
  return failures.length;

  function run(command: string, args: readonly string[]): void {
    const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${done.stderr}`);
  }
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

await prepareConfigFiles();
try {
  let findings = 0;
  for (const name of given.length > 0 ? given : packages) findings += await measure(name);
  process.exitCode = findings === 0 ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
