import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf } from '../support/folder.ts';

const bin = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');

const source = (name: string, body: string): string => `import { flow } from 'millrace';
export const etl = flow({ name: '${name}' }, async () => 1);
export const top = flow({ name: '${name}-top' }, async () => ${body});
`;

const files = { 'wrong.ts': source('one', 'etl.submit({})'), 'right.ts': source('two', 'await etl({})') };

function millrace(t: Parameters<typeof folderOf>[0], args: readonly string[], more: Record<string, string> = {}) {
  const cwd = folderOf(t, { ...files, ...more });
  const env = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: join(cwd, '.home') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr, cwd };
}

const cases: readonly [string, readonly string[], number, RegExp][] = [
  ['errors', ['lint'], 1, /wrong\.ts\n {2}3:62 {2}error .* flow-no-submit\n\n1 problem \(1 error\) in 1 file/],
  ['no errors', ['lint', 'right.ts'], 0, /^no problems · /],
  ['warnings', ['lint', '--rule', 'flow-no-submit:warning'], 0, /1 problem \(1 warning\)/],
  ['more warnings than allowed', ['lint', '--rule', 'flow-no-submit:warning', '--max-warnings', '0'], 1, /1 problem/],
  ['only errors shown', ['lint', '--quiet', '--rule', 'flow-no-submit:warning'], 0, /^no problems/],
  ['a mistake in an option', ['lint', '--rule', 'flow-no-submit:loud'], 2, /3:62/],
  ['a file that is not there', ['lint', 'gone.ts'], 2, /^$/],
  ['nothing in what may be missing', ['lint', 'gone.ts', '--no-error-on-unmatched-pattern'], 0, /^no problems/],
  ['an unknown format', ['lint', '--format', 'pretty'], 2, /^$/],
  ['annotations', ['lint', '-f', 'github'], 1, /^::error file=wrong\.ts,line=3,/],
  ['SARIF', ['lint', '-f', 'sarif'], 1, /"version": "2\.1\.0"/],
  ['the rules', ['rules'], 0, /flow-no-submit +error +recommended/],
  ['one rule', ['rules', 'flow-no-submit'], 0, /Severity +error[\s\S]+What: Reports `submit`[\s\S]+Why: Only tasks/],
  ['an unknown rule', ['rules', 'flow-no-sumbit'], 3, /^$/],
];

for (const [name, args, exit, expected] of cases) {
  test(`millrace ${args.join(' ')}: ${name} end with ${exit}`, (t) => {
    const { status, stdout, stderr } = millrace(t, args);
    assert.equal(status, exit, stderr);
    assert.match(stdout, expected);
  });
}

const telling = `data:text/javascript,process.on('exit',()=>console.error('pool='+process.execArgv.filter((flag)=>flag.startsWith('--v8'))))`;
const few = availableParallelism() <= 2 && process.platform !== 'win32';

for (const [told, expected] of [
  [[], few ? '--v8-pool-size=1' : ''],
  [['--v8-pool-size=3'], '--v8-pool-size=3'],
] as const) {
  test(`millrace lint with [${told.join(' ')}] of Node's flags runs with one thread of V8 where cores are few, unless told how many`, (t) => {
    const cwd = folderOf(t, files);
    const env = { ...process.env, MILLRACE_HOME: join(cwd, '.home') };
    const { status, stderr } = spawnSync(process.execPath, [...told, '--import', telling, bin, 'lint'], { cwd, env, encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(stderr, `pool=${expected}\n`);
  });
}

const texts: readonly [readonly string[], number, RegExp, RegExp][] = [
  [['--stdin'], 1, /^stdin\.ts\n {2}3:64 {2}error/, /^$/],
  [['--stdin-filename', 'right.ts'], 1, /^right\.ts\n {2}3:64 {2}error/, /^$/],
  [['--stdin', '-f', 'sarif'], 1, /"uri": "stdin\.ts"/, /There is one error/],
  [['--stdin', 'right.ts'], 2, /^$/, /With --stdin no files are named/],
  [['--stdin', '--fix'], 2, /^$/, /--fix changes files/],
];

for (const [args, exit, expected, complaint] of texts) {
  test(`a text from stdin with ${args.join(' ')} ends with ${exit}`, (t) => {
    const cwd = folderOf(t, files);
    const env = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: join(cwd, '.home') };
    const input = source('typed', 'etl.submit({})').replaceAll('\n', '\r\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'lint', ...args], { cwd, env, encoding: 'utf8', input });
    assert.equal(status, exit, stderr);
    assert.match(stdout, expected);
    assert.match(stderr, complaint);
    assert.equal(readFileSync(join(cwd, 'right.ts'), 'utf8'), files['right.ts']);
  });
}

test('a rule that is mistyped is known', (t) => {
  assert.match(millrace(t, ['rules', 'flow-no-sumbit']).stderr, /no rule "flow-no-sumbit"\. Do you mean "flow-no-submit"\?/);
});

test('the same is found by the second run, out of the cache', (t) => {
  const { cwd, stdout } = millrace(t, ['lint', '--format', 'json']);
  const env = { ...process.env, MILLRACE_HOME: join(cwd, '.home') };
  const again = spawnSync(process.execPath, [bin, 'lint', '--format', 'json'], { cwd, env, encoding: 'utf8' });
  assert.deepEqual(JSON.parse(again.stdout).files, JSON.parse(stdout).files);
});

test('the same is found when only configuration has changed since the last run', (t) => {
  const config = (name: string): string => `deployments:\n  - name: ${name}\n    entrypoint: steps.ts:steps\n`;
  const steps = "import { flow } from 'millrace';\nexport const steps = flow({ name: 'steps' }, async () => 1);\n";
  const use = "import { steps } from './steps.ts';\nsteps.submit({});\n";
  const { cwd, stdout } = millrace(t, ['lint'], { 'prefect.yaml': config('one'), 'steps.ts': steps, 'use.ts': use });
  writeFileSync(join(cwd, 'prefect.yaml'), config('another'));
  const env = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: join(cwd, '.home') };
  const again = spawnSync(process.execPath, [bin, 'lint'], { cwd, env, encoding: 'utf8' });
  const found = (output: string): string => output.slice(0, output.lastIndexOf('·'));
  assert.match(found(stdout), /use\.ts\n {2}2:7 {2}error/);
  assert.equal(found(again.stdout), found(stdout));
});

test('--fix takes an unused comment away', (t) => {
  const text = `${source('old', 'await etl({})')}// millrace-disable-next-line flow-no-submit: no more\nexport const one = 1;\n`;
  const { cwd, status } = millrace(t, ['lint', '--fix', 'old.ts'], { 'old.ts': text });
  assert.equal(status, 0);
  assert.equal(readFileSync(join(cwd, 'old.ts'), 'utf8'), `${source('old', 'await etl({})')}export const one = 1;\n`);
});

test('pipes, devices, broken links and folders that are called like files are no files, and nothing waits for them', (t) => {
  const cwd = folderOf(t, { ...files, 'folder.ts/wrong.ts': source('inner', 'etl.submit({})') });
  mkdirSync(join(cwd, 'p'));
  mkdirSync(join(cwd, 'package.json'));
  const pipes = ['pipe.ts', 'millrace.config.json', 'p/package.json', 'p/tsconfig.json', 'prefect.yaml'];
  assert.equal(
    spawnSync(
      'mkfifo',
      pipes.map((path) => join(cwd, path)),
    ).status,
    0,
  );
  for (const path of ['zero.ts', 'jsconfig.json', 'p/jsconfig.json', 'p/millrace.config.ts']) symlinkSync('/dev/zero', join(cwd, path));
  symlinkSync('gone.ts', join(cwd, 'broken.ts'));
  symlinkSync('pipe.ts', join(cwd, 'link.ts'));
  const env = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: join(cwd, '.home') };
  const lint = (...args: string[]) =>
    spawnSync(process.execPath, [bin, 'lint', '-f', 'json', ...args], {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
  const all = lint();
  assert.equal(all.status, 1, all.stderr);
  const found: { files: { path: string }[] } = JSON.parse(all.stdout);
  assert.deepEqual(
    found.files.map(({ path }) => path),
    ['folder.ts/wrong.ts', 'wrong.ts'],
  );
  assert.equal(lint('pipe.ts', 'zero.ts', '--fix').status, 2);
});

test('a reader that has gone, such as head, hears of no fault, and errors are still errors', async (t) => {
  const cwd = folderOf(t, files);
  const env = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: join(cwd, '.home') };
  const command = spawn(process.execPath, [bin, 'lint'], { cwd, env });
  let said = '';
  command.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  command.stdout.destroy();
  assert.deepEqual(await once(command, 'exit'), [1, null]);
  assert.doesNotMatch(said, /EPIPE| at /);
});

test('nobody who hears of mistakes either is no fault of its own', async (t) => {
  const cwd = folderOf(t, files);
  const env = { ...process.env, MILLRACE_HOME: join(cwd, '.home') };
  const command = spawn(process.execPath, [bin, 'lint', 'right.ts', '--timing'], { cwd, env });
  command.stderr.destroy();
  assert.deepEqual(await once(command, 'exit'), [0, null]);
});
