import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { Client } from '../../runtime/api/client.ts';
import type { Connection } from '../../runtime/api/connection.ts';
import { connect, resolveConnection } from '../../runtime/api/connection.ts';
import { testConnection } from '../../runtime/api/connection-test.ts';
import type { FlowRun } from '../../runtime/core/entities.ts';
import { isFinal } from '../../runtime/core/state.ts';
import { prefectCommand } from '../../tools/prefect/install.ts';
import { millrace, run, start } from '../../tools/prefect/processes.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { startGateway } from '../support/gateway.ts';

/** A real 3.9.1 that asks for an auth string and for CSRF tokens, alone and behind a login page. */
const authString = 'admin:a secret:with colons';
const root = join(import.meta.dirname, '../..');

/** A flow of Prefect's own that takes some seconds. */
const slow = `import time
from prefect import flow, task
@task
def wait(n): time.sleep(1)
@flow
def slow():
    for n in range(6): wait(n)
`;

await describe('Prefect 3.9.1 that asks who we are', { concurrency: false }, async () => {
  const settings = { PREFECT_SERVER_API_AUTH_STRING: authString, PREFECT_SERVER_CSRF_PROTECTION_ENABLED: 'true' };
  const server = await servePrefect('3.9.1', { settings });
  const home = mkdtempSync(join(tmpdir(), 'millrace-login-'));
  const behind = { authorization: `Basic ${Buffer.from(authString).toString('base64')}` };
  const gateway = await startGateway(server.url, { headers: behind, refusal: 'redirect' });
  after(async () => {
    await gateway.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });
  const plain = { ...process.env, NO_COLOR: '1', MILLRACE_HOME: home, PREFECT_API_URL: server.url };
  const withLogin = {
    ...{ ...plain, PREFECT_API_URL: gateway.url, MILLRACE_LOGIN_URL: '/login' },
    ...{ MILLRACE_LOGIN_USERNAME: 'alice', MILLRACE_LOGIN_PASSWORD: 'open sesame' },
  };

  test('without the auth string, auth test says that the login fails', async () => {
    const last = (await testConnection(resolved(plain))).at(-1);
    assert.deepEqual([last?.step, last?.ok], ['login', false]);
    assert.match(last?.text ?? '', /does not accept requests without credentials: GET \/csrf-token was answered with 401/);
  });

  test('with the auth string, command line and worker are let in, and get their CSRF tokens', async () => {
    const env = { ...plain, PREFECT_API_AUTH_STRING: authString };
    assert.match(
      await run([...millrace, 'auth', 'test'], env),
      /✓ login: Accepted with the auth string\.\n✓ version: .* Prefect 3\.9\.1\./,
    );
    await runHello('secured', env, start([...millrace, 'worker', 'start', '--pool', 'secured'], await withPool('secured', env), root));
  });

  test('behind a login page, our worker logs in by the form', async () => {
    const env = await withPool('gated', withLogin);
    await runHello('gated', env, start([...millrace, 'worker', 'start', '--pool', 'gated'], env, root));
    assert.ok(gateway.logins > 0 && gateway.sockets > 0);
  });

  test("behind a login page, Prefect's own worker has the cookies as a header, and the run it starts logs in itself", async () => {
    const env = await withPool('theirs', withLogin);
    const client = connect(resolved(env));
    await client.admin.version();
    await client.close();
    const cookies = JSON.stringify({ Cookie: 'session=s1; lang=en' });
    // Its websockets ask for the auth string themselves, which a gateway cannot say for it.
    const own = { PREFECT_API_URL: gateway.url, PREFECT_CLIENT_CUSTOM_HEADERS: cookies, PREFECT_API_AUTH_STRING: authString };
    const theirs = { ...withLogin, ...server.environment, ...own };
    const worker = start([prefectCommand('3.9.1'), 'worker', 'start', '--pool', 'theirs'], theirs, home);
    await runHello('theirs', env, worker, ['--job-variable', `command=${millrace.join(' ')} flow-run execute`]);
  });

  test('behind a login page, a Python flow on our worker outlives the cookies with which it began', async () => {
    const env = { ...(await withPool('python', withLogin)), PREFECT_API_AUTH_STRING: authString };
    writeFileSync(join(home, 'slow.py'), slow);
    const client = connect({ ...resolved(withLogin), headers: behind });
    const worker = start([...millrace, 'worker', 'start', '--pool', 'python'], env, root);
    try {
      const { id: flowId } = await client.flows.create({ name: 'slow' });
      const { id } = await client.deployments.create({
        ...{ name: 'slow', flowId, workPoolName: 'python', entrypoint: 'slow.py:slow' },
        pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: home } }],
        jobVariables: { command: `${join(dirname(prefectCommand('3.9.1')), 'python')} -m prefect.engine`, env: { PREFECT_HOME: home } },
      });
      const flowRun = await client.deployments.createFlowRun({ id }, {});
      const ended = await until(client, flowRun.id, gateway.expire);
      assert.equal(ended.stateName, 'Completed', ended.state?.message ?? worker.output());
      assert.equal(await client.taskRuns.count({ flowRuns: { id: { any_: [flowRun.id] } } }), 6);
    } finally {
      await client.close();
      await worker.stop();
    }
  });
});

function resolved(env: NodeJS.ProcessEnv): Connection {
  const connection = resolveConnection(env);
  assert.ok(connection !== undefined);
  return connection;
}

/** The run once it is final, for which something is done once it runs. */
async function until(client: Client, id: string, running: () => void): Promise<FlowRun> {
  let told = false;
  for (const end = Date.now() + 90_000; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const flowRun = await client.flowRuns.read({ id });
    if (flowRun.state?.type === 'RUNNING' && !told) {
      told = true;
      running();
    }
    if ((flowRun.state !== null && isFinal(flowRun.state)) || Date.now() > end) return flowRun;
  }
}

async function withPool(pool: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  await run([...millrace, 'work-pool', 'create', pool, '--type', 'process'], env);
  return env;
}

async function runHello(pool: string, env: NodeJS.ProcessEnv, worker: ReturnType<typeof start>, more: string[] = []): Promise<void> {
  try {
    await run([...millrace, 'deploy', 'examples/hello.ts:hello', '--name', pool, '--pool', pool, ...more], env, { cwd: root });
    await run([...millrace, 'deployment', 'run', `hello/${pool}`, '--watch'], env, { cwd: root, seconds: 90 });
  } catch (error) {
    throw new Error(`The worker said:\n${worker.output()}`, { cause: error });
  } finally {
    await worker.stop();
  }
}
