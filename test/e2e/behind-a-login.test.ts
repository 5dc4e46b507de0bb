import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { createMachine } from '../support/cli-process.ts';
import { authority, startGateway } from '../support/gateway.ts';
import { openWorkerProject } from '../support/worker-project.ts';

/** Every process of ours passes a login page: command line, worker, runs, and the commands that runs are. */
const project = await openWorkerProject();
const { authorization = '' } = project.connection.headers;
const gateway = await startGateway(project.server.url, { headers: { authorization }, refusal: 'redirect', tls: true });
const machine = createMachine();
after(async () => {
  await machine.close();
  await gateway.close();
  await project.close();
});

const launcher = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
const flow = (name: string): string =>
  `import { readFileSync } from 'node:fs';
   export const main = flow({ name: '${name}' }, async () => {
     getRunLogger().info('with ' + process.env.MILLRACE_LOGIN_USERNAME + ', ' + readFileSync('/proc/self/cmdline', 'utf8').includes('sesame'));
   });`;

test('command line, worker and runs log in by a form, renew their cookies, and pass them on', async () => {
  const created = await machine.run(['profile', 'create', 'private', '--url', gateway.url]);
  assert.equal(created.exit, 0, created.err);
  assert.equal((await machine.run(['config', 'set', 'ca-file', authority])).exit, 0);
  const login = await machine.run('auth login --url /login --username alice', 'open sesame\n');
  assert.equal(login.exit, 0, login.err);
  const tested = await machine.run('auth test');
  assert.equal(tested.exit, 0, tested.out);

  const inProcess = await project.deploy('in-process', flow('in-process'));
  const asCommand = await project.deploy('as-command', flow('as-command'), { command: `${process.execPath} ${launcher} flow-run execute` });
  const worker = machine.start('worker start --pool pool --limit 2');
  await worker.until(/started/);
  for (const deployment of [inProcess, asCommand]) {
    // As every morning: the sessions of yesterday have ended.
    gateway.expire();
    const run = await project.final(await project.run(deployment));
    assert.equal(run.stateName, 'Completed', run.state?.message ?? worker.text());
    const lines = (await project.logs(run)).map(({ message }) => message);
    assert.ok(lines.includes('with undefined, false'), lines.join('\n'));
  }
  assert.doesNotMatch(worker.text(), /sesame|session=/);
});

test('a program of ours passes with variables alone', async () => {
  const file = join(machine.folder, 'direct.ts');
  writeFileSync(file, `import { flow } from 'millrace';\nawait flow({ name: 'direct' }, async () => undefined)();\n`);
  Object.assign(machine.env, {
    ...{ PREFECT_API_URL: gateway.url, PREFECT_API_SSL_CERT_FILE: authority, MILLRACE_HOME: join(machine.folder, 'other') },
    ...{ MILLRACE_LOGIN_URL: '/login', MILLRACE_LOGIN_USERNAME: 'alice', MILLRACE_LOGIN_PASSWORD: 'open sesame' },
  });
  const ran = await runNode(file);
  assert.equal(ran.code, 0, ran.output);
  const listed = await machine.run('flow ls');
  assert.match(listed.out, /direct/, listed.err);
});

/** The gateway is served by this process, so it must not wait for another. */
async function runNode(file: string): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: machine.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code, output };
}
