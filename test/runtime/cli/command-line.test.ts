import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { errorFromResponse } from '../../../runtime/api/errors.ts';
import { exitCodes } from '../../../runtime/cli/exit-codes.ts';
import { createCli } from '../../support/cli.ts';

const cli = await createCli({ server: false });
after(() => cli.close());

test('help shows every command below a heading', async () => {
  const { out, exit } = await cli.run('--help');
  assert.equal(exit, 0);
  assert.match(out, /\nDevelop:\n {2}init .*\nDeploy and watch:\n.*\nWhere runs happen:\n.*\nThis program:\n/s);
});

for (const [line, exit, message] of [
  ['deploymnt ls', 2, /unknown command 'deploymnt'\n\(Did you mean deployment\?\)/],
  ['work-pool ls --jsn', 2, /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  ['work-pool create', 2, /missing required argument 'name'/],
  ['--log-level loud version', 2, /Give one of DEBUG, INFO, WARNING, ERROR, CRITICAL\./],
  ['work-pool ls', 4, /^Error: No server runs\. "millrace doctor" says what is wrong\.$/],
  ['run nope.ts:flow', 3, /^Error: There is no file .*nope\.ts \(entrypoint "nope\.ts:flow"\)\.$/],
] as const) {
  test(`millrace ${line} ends with ${exit} and says why`, async () => {
    const given = await cli.run(line);
    assert.equal(given.exit, exit);
    assert.match(given.err, message);
    assert.equal(given.out, '');
  });
}

test('credentials that a server refuses are said before the request that met it', async (t) => {
  const refusing = await createCli({
    server: {
      send: () => Promise.reject(errorFromResponse(401, { exception_message: 'Unauthorized' }, 'POST /work_pools/filter')),
      close: async () => {},
    },
  });
  t.after(() => refusing.close());
  const { err, exit } = await refusing.run('work-pool ls');
  assert.equal(exit, 5);
  assert.match(
    err,
    /^Error: The server does not accept the credentials: POST \S+ was answered with 401: Unauthorized\. "millrace doctor" says/,
  );
});

test('a group without a command shows its help', async () => {
  const { err, exit } = await cli.run('work-pool');
  assert.equal(exit, 0);
  assert.match(err, /Usage: millrace work-pool \[options\] \[command\]/);
});

test('every exit code has one meaning, and every kind of error at most one exit code', () => {
  const codes = exitCodes.map(({ exit }) => exit);
  assert.equal(new Set(codes).size, codes.length);
  const kinds = exitCodes.flatMap((entry) => ('codes' in entry ? [...entry.codes] : []));
  assert.equal(new Set(kinds).size, kinds.length);
});

test('--log-level is passed on to what is started', async () => {
  await cli.run('--log-level error version');
  assert.equal(cli.env['PREFECT_LOGGING_LEVEL'], 'ERROR');
  delete cli.env['PREFECT_LOGGING_LEVEL'];
});

test('version says what runs, and where', async () => {
  const known = await cli.json<{ version: string; node: string; server: null }>('version');
  assert.match(known.version, /^\d+\.\d+\.\d+$/);
  assert.deepEqual([known.node, known.server], [process.versions.node, null]);
});

for (const option of ['-v', '--version']) {
  test(`${option} alone says which version this is`, async () => {
    assert.match((await cli.run(option)).out, /^Millrace +\d+\.\d+\.\d+\n/);
  });
}

test('without a server status says so with its exit code', async () => {
  const { out, err, exit } = await cli.run('server status --json');
  assert.deepEqual([JSON.parse(out), exit], [{ running: false }, 4]);
  assert.match(err, /start one with "millrace server start"/);
  assert.equal((await cli.run('server stop')).out, 'No server is running.');
  assert.match((await cli.run('server logs')).err, /There is no log: it is written by "millrace server start --background"/);
});
