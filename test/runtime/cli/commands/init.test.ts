import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const runtime = join(import.meta.dirname, '../../../../runtime');

test('what init writes can be set up and deployed as it is', async () => {
  const { out, err, exit } = await cli.run(['init', 'My flows']);
  assert.deepEqual([out, exit], ['Wrote flows/hello.ts\nWrote prefect.yaml\nWrote setup.yaml\nWrote package.json\nWrote tsconfig.json', 0]);
  assert.equal(err, "\nNext:\n  cd 'My flows'\n  npm install\n  npx millrace dev");
  const folder = join(cli.folder, 'My flows');
  const manifest: { name: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  assert.equal(manifest.name, 'my-flows');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(runtime, join(folder, 'node_modules/millrace'));
  const env = { ...process.env, MILLRACE_HOME: join(folder, 'home'), PREFECT_API_URL: '' };
  const direct = spawnSync(process.execPath, ['flows/hello.ts'], { cwd: folder, env, encoding: 'utf8' });
  assert.equal(direct.stdout, "[ 'Hello, world!' ]\n", direct.stderr);
  assert.equal((await cli.run(['setup', 'My flows/setup.yaml'])).exit, 0);
  assert.equal((await cli.run(['deploy', '--prefect-file', 'My flows/prefect.yaml'])).out, 'Created deployment hello/dev');
});

test('files that are there are kept', async () => {
  writeFileSync(join(cli.folder, 'package.json'), '{"name":"mine"}');
  const { out, err } = await cli.run('init');
  assert.match(out, /^Kept {2}package\.json$/m);
  assert.equal(readFileSync(join(cli.folder, 'package.json'), 'utf8'), '{"name":"mine"}');
  const next = ['npm pkg set type=module', 'npm install millrace', 'npm install --save-dev @types/node', 'npx millrace dev'];
  assert.deepEqual(
    err.split('\n').slice(2),
    next.map((command) => `  ${command}`),
  );
  const again = await cli.json<{ files: { written: boolean }[] }>('init');
  assert.ok(again.files.every(({ written }) => !written));
});

test('where no folder can be made, init says so', { skip: process.platform !== 'linux' }, () => {
  const main = join(runtime, 'cli/main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main, 'init', '/proc/none/here'], {
    encoding: 'utf8',
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  assert.deepEqual([status, stderr], [1, 'Error: /proc/none (ENOENT): it cannot be made.\n']);
});
