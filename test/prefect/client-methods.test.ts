import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../runtime/api-server/server.ts';
import { prefectFolder } from '../../tools/prefect/install.ts';
import { run } from '../../tools/prefect/processes.ts';
import { prefectEnvironment, servePrefect } from '../../tools/prefect/serve.ts';

/** Each method of 3.9.1's PrefectClient, called once on a real server and on the embedded one: what it gives is the same. */
const home = mkdtempSync(join(tmpdir(), 'millrace-client-methods-'));
mkdirSync(join(home, '.prefect'));
const ours = await startServer({ home, database: ':memory:', port: 0 });
const real = await servePrefect('3.9.1');

after(async () => {
  await ours.close();
  await real.stop();
  rmSync(home, { recursive: true, force: true });
});

const script = join(import.meta.dirname, 'python/client_methods.py');

async function answers(env: NodeJS.ProcessEnv): Promise<Map<string, unknown>> {
  const text = await run([join(prefectFolder, '3.9.1/bin/python'), script], env, { cwd: home, seconds: 300 });
  const lines = text.split('\n').filter((line) => line.startsWith('['));
  return new Map(
    lines.map((line) => {
      const [name, outcome]: [string, unknown] = JSON.parse(line);
      return [name, outcome];
    }),
  );
}

/** Fields that differ, and why is said in docs/differences.md. */
const ignored: ReadonlySet<string> = new Set([
  'created_by',
  'base_job_template',
  'deployment_concurrency_lease_id',
  'work_pool_id',
  'work_pool_name',
]);

/** Without those fields; tags are a set, which Python prints in any order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value.toSorted() : value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !ignored.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

test('every method gives what it gives on a real server', async () => {
  const mine = await answers({ ...prefectEnvironment(home), PREFECT_API_URL: ours.url, PREFECT_API_AUTH_STRING: ours.token ?? '' });
  const theirs = await answers(real.environment);
  assert.deepEqual(mine.get('not called'), []);
  // The pool types that this server knows are its own.
  for (const name of ['read_worker_metadata']) for (const each of [mine, theirs]) each.delete(name);
  assert.deepEqual([...mine.keys()], [...theirs.keys()]);
  for (const [name, outcome] of theirs) assert.deepEqual(plain(mine.get(name)), plain(outcome), name);
});
