import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { packedInto } from '../../tools/pack.ts';

/** The packages as users get them: built, packed, unpacked into a project of its own, with their dependencies beside them. */
const root = join(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'millrace-package-'));
const installed = join(project, 'node_modules/millrace');
const environment = { ...process.env, MILLRACE_HOME: join(project, 'home'), PREFECT_API_URL: '', NO_COLOR: '1' };

const flows = `
import { flow, task, type TaskFuture } from 'millrace';

const double = task({ name: 'double', retries: 1 }, async ({ n }: { n: number }) => n * 2);

export const sum = flow({ name: 'sum', flowRunName: 'sum-{upTo}' }, async ({ upTo = 3 }: { upTo?: number }) => {
  const futures = double.map({ n: Array.from({ length: upTo }, (_, n) => n) });
  const first: TaskFuture<number> = double.submit({ n: 10 });
  return [await first.result(), ...(await futures.result())].reduce((a, b) => a + b, 0);
});

if (import.meta.main) process.stdout.write(String(await sum({})));
`;

before(() => {
  const built = mkdtempSync(join(tmpdir(), 'millrace-built-'));
  for (const archive of packedInto(built)) {
    const folder = join(project, 'node_modules', basename(archive).replace(/-\d.*$/, ''));
    mkdirSync(folder, { recursive: true });
    run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'], built);
  }
  rmSync(built, { recursive: true });
  linkAll(join(root, 'node_modules'), join(project, 'node_modules'));
  linkAll(join(root, 'runtime/node_modules'), join(installed, 'node_modules'));
  linkAll(join(root, 'server/node_modules'), join(project, 'node_modules/millrace-language-server/node_modules'));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', type: 'module', private: true }));
  writeFileSync(join(project, 'flows.ts'), flows);
  writeFileSync(join(project, 'wrong.ts'), flows.replace('submit({ n: 10 })', "submit({ n: 'ten' })"));
});

after(() => rmSync(project, { recursive: true, force: true }));

test('it holds JavaScript and declarations, and no source', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  assert.ok(files.includes(join('lib', 'sdk.js')) && files.includes(join('sdk', 'index.d.ts')) && files.includes('LICENSE'));
  assert.deepEqual(
    files.filter((file) => /(?<!\.d)\.ts$|^test/.test(file) && !file.startsWith('node_modules')),
    [],
  );
});

for (const [moduleResolution, module] of [
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const) {
  test(`a flow is checked against its types, as ${moduleResolution} finds them`, () => {
    const compilerOptions = { module, moduleResolution, target: 'es2024', strict: true, noEmit: true, types: ['node'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['flows.ts', 'wrong.ts'] }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const checked = spawnSync(process.execPath, [compiler, '-p', project], { cwd: project, encoding: 'utf8' });
    assert.match(checked.stdout, /^wrong\.ts\S+ error TS2322: Type 'string' is not assignable to type '[^\n]*\n$/);
  });
}

test('a flow runs by itself with plain node', () => {
  assert.equal(run(process.execPath, ['flows.ts'], project).stdout, '26');
});

test('the command of the package starts its server, runs the flow there, and lists the run', async () => {
  const { bin, version }: { bin: { millrace: string }; version: string } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  const command = join(installed, bin.millrace);
  const millrace = (...args: string[]) => run(process.execPath, [command, ...args], project).stdout;
  assert.match(millrace('version'), new RegExp(`Millrace +${version}`, 'i'));
  const server = spawn(process.execPath, [command, 'server', 'start', '--port', '0'], { cwd: project, env: environment });
  try {
    await once(server.stdout, 'data');
    assert.match(millrace('run', 'flows.ts:sum', '-p', 'upTo=2'), /22/);
    assert.match(millrace('flow-run', 'ls'), /sum-2.*Completed/);
    millrace('work-pool', 'create', 'here', '--type', 'process');
    millrace('deploy', 'flows.ts:sum', '--name', 'packed', '--pool', 'here');
    assert.match(millrace('deployment', 'ls'), /sum\/packed/);
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
});

test('what init writes has no type errors', () => {
  run(process.execPath, [join(installed, 'bin/millrace.mjs'), 'init', 'begun'], project);
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(project, 'begun')], project);
});

test('the linter of the package finds what is wrong', () => {
  writeFileSync(join(project, 'lost.ts'), flows.replace("'sum-{upTo}'", "'sum-{nothing}'"));
  const linted = spawnSync(process.execPath, [join(installed, 'bin/millrace.mjs'), 'lint', 'lost.ts'], {
    cwd: project,
    env: environment,
    encoding: 'utf8',
  });
  assert.match(linted.stdout, /template-unknown-parameter/, linted.stderr);
  assert.match(run(process.execPath, [join(installed, 'bin/millrace.mjs'), 'rules', 'flow-no-map'], project).stdout, /\nWhy: Only tasks/);
});

/** What `npm install` would fetch: the packages of this repository, without our own. */
function linkAll(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!/^(\.|millrace)/.test(name)) symlinkSync(join(from, name), join(to, name), 'junction');
  }
}

function run(command: string, args: readonly string[], cwd = root): { stdout: string } {
  const done = spawnSync(command, args, {
    cwd,
    env: environment,
    encoding: 'utf8',
    timeout: 60_000,
    shell: process.platform === 'win32' && command === 'npm',
  });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done;
}
