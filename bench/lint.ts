import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from './language-server/generate.ts';
import { packedInto } from '../tools/pack.ts';

/**
 * `npm run bench -- lint [FILES]`: `millrace lint` as it is published with every recommended rule, without and with its
 * cache, against ESLint with one typed rule of typescript-eslint and against `tsc`, on the same generated project in the
 * same run. All are installed into a folder that goes away again. What takes seconds is run three times, and the median
 * counts: one time is as long as the machine was busy with something else. Needs `/usr/bin/time` for the memory.
 */
const [files = '10000'] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'millrace-lint-'));
const project = join(work, 'project');
const peers = ['eslint@10.15.0', 'typescript-eslint@8.73.0', 'typescript@6.0.3'];

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** Runs a program in the project; whatever it finds, it may say so by its exit code. */
function cost(command: readonly string[], env: NodeJS.ProcessEnv = {}): Cost {
  const done = spawnSync('/usr/bin/time', ['-f', '\n%e %U %S %M', ...command], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...env },
    maxBuffer: 1e9,
  });
  const [seconds = Number.NaN, user = 0, system = 0, kilobytes = 0] = (done.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (Number.isNaN(seconds) || (done.status ?? 3) > 2) throw new Error(`${command.join(' ')}: ${done.stderr.slice(-2000)}`);
  return { seconds, cpu: user + system, megabytes: Math.round(kilobytes / 1024) };
}

/** The cost with the median time of three runs. */
function medianCost(command: readonly string[], env: NodeJS.ProcessEnv): Cost {
  const [, median] = [cost(command, env), cost(command, env), cost(command, env)].toSorted((a, b) => a.seconds - b.seconds);
  if (median === undefined) throw new Error('Nothing was run.');
  return median;
}

const show = (name: string, { seconds, cpu, megabytes }: Cost, base?: Cost): void => {
  const ratio =
    base === undefined
      ? ''
      : `   ${(seconds / base.seconds).toFixed(1)} × the time, ${(cpu / base.cpu).toFixed(1)} × the CPU, ${(megabytes / base.megabytes).toFixed(1)} × the memory of millrace lint`;
  process.stdout.write(
    `${name.padEnd(28)} ${seconds.toFixed(1).padStart(7)} s  CPU ${cpu.toFixed(1).padStart(7)} s  ${String(megabytes).padStart(6)} MB${ratio}\n`,
  );
};

try {
  const { wrong } = generate(project, Number(files));
  process.stdout.write(`${files} files, ${wrong} wrong calls\n`);
  writeFileSync(join(work, 'package.json'), '{"private":true}');
  const installed = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packedInto(join(work, 'packages')), ...peers],
    { cwd: work, encoding: 'utf8' },
  );
  if (installed.status !== 0) throw new Error(`The packages cannot be installed: ${installed.stderr}`);
  writeFileSync(
    join(project, 'eslint.config.mjs'),
    `import tseslint from 'typescript-eslint';
export default [{
  files: ['**/*.ts'],
  languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  plugins: { '@typescript-eslint': tseslint.plugin },
  rules: { '@typescript-eslint/no-floating-promises': 'error' },
}];
`,
  );
  const home = { MILLRACE_HOME: join(work, 'home') };
  const millrace = [process.execPath, join(work, 'node_modules/millrace/bin/millrace.mjs'), 'lint'];
  cost([...millrace, '--help'], home);
  const ours = medianCost([...millrace, '--no-cache'], home);
  show('millrace lint, cold', ours);
  cost(millrace, home);
  show('millrace lint, with its cache', medianCost(millrace, home), ours);
  show('tsc --noEmit', cost([process.execPath, join(work, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.']), ours);
  const eslint = [process.execPath, '--max-old-space-size=12000', join(work, 'node_modules/eslint/bin/eslint.js'), '.'];
  show('ESLint, one typed rule', cost(eslint), ours);
} finally {
  rmSync(work, { recursive: true, force: true });
}
