import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCli } from '../../../client/connections/cli.ts';
import type { Connection } from '../../../runtime/api/connection.ts';

/** A program that says what it was given. */
const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));
const program = join(folder, 'program.mjs');
writeFileSync(
  program,
  `const [command] = process.argv.slice(2);
if (command === 'fail') { process.stderr.write('Error: no luck\\n'); process.exit(3); }
if (command === 'echo') process.stdin.once('data', (line) => process.stdout.write('heard ' + line, () => process.exit(0)));
else if (command === 'wait') { process.stdout.write('waiting'); setInterval(() => undefined, 1000); }
else process.stdout.write(JSON.stringify({ args: process.argv.slice(2), env: process.env, folder: process.cwd() }));
`,
);
after(() => rmSync(folder, { recursive: true, force: true }));

const cli = createCli(program, () => ({ MILLRACE_HOME: '/a/home' }));
const connection = (changes: Partial<Connection>): Connection => ({
  url: 'http://host/api',
  headers: {},
  source: 'profile',
  name: 'x',
  ...changes,
});

async function said(options: Parameters<typeof cli.run>[1] = {}): Promise<{ args: string[]; env: Record<string, string>; folder: string }> {
  return JSON.parse(await cli.run(['tell', 'me'], options));
}

test('it is given its arguments, its folder and the home', async () => {
  const { args, env, folder: where } = await said({ folder });
  assert.deepEqual(args, ['tell', 'me']);
  assert.equal(env['MILLRACE_HOME'], '/a/home');
  assert.equal(env['MILLRACE_ENDS_WITH'], 'stdin');
  assert.ok(where.endsWith(folder.split('/').at(-1) ?? ''));
});

test('keys and passwords go through the environment', async () => {
  const key = await said({ connection: connection({ headers: { authorization: 'Bearer k' } }) });
  assert.deepEqual(
    [key.env['PREFECT_API_URL'], key.env['PREFECT_API_KEY'], key.env['PREFECT_API_AUTH_STRING']],
    ['http://host/api', 'k', ''],
  );
  const basic = await said({
    connection: connection({ headers: { authorization: `Basic ${Buffer.from('u:p').toString('base64')}`, cookie: 'c' } }),
  });
  assert.deepEqual([basic.env['PREFECT_API_AUTH_STRING'], basic.env['PREFECT_CLIENT_CUSTOM_HEADERS']], ['u:p', '{"cookie":"c"}']);
  assert.ok(![...key.args, ...basic.args].some((argument) => argument.includes('u:p')));
});

test('the embedded server is meant whatever the terminal was set to', async () => {
  const { env } = await said({ connection: connection({ source: 'embedded' }) });
  assert.deepEqual([env['PREFECT_API_URL'], env['MILLRACE_PROFILE']], ['', 'embedded']);
});

test('a failure is told in the words of the program', async () => {
  await assert.rejects(cli.run(['fail'], {}), /^MillraceError: no luck$/);
});

test('a program that is not wanted any more ends', async () => {
  const controller = new AbortController();
  const running = cli.run(['wait'], { signal: controller.signal });
  setTimeout(() => controller.abort(), 300);
  await assert.rejects(running, /was cancelled/);
});

test('what a process writes is kept and told', async () => {
  const running = cli.start(['wait'], {});
  const written = await new Promise<string>((resolve) => running.onDidWrite(resolve));
  assert.equal(written, 'waiting');
  assert.equal(running.text, 'waiting');
  running.stop();
  assert.equal(await running.exited, 128);
});

test('a process is sent lines while its input stays open', async () => {
  const running = cli.start(['echo'], {});
  running.send('run-1 flows/etl.ts:etl');
  assert.equal(await running.exited, 0);
  assert.equal(running.text, 'heard run-1 flows/etl.ts:etl\n');
});
