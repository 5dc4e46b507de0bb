import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '../../runtime/api/client.ts';
import { httpTransport } from '../../runtime/api/http.ts';
import { startWorker } from '../../runtime/worker/worker.ts';
import { folderOf } from '../support/folder.ts';
import { openWorkerProject } from '../support/worker-project.ts';

test('a worker waits for a run that works although its server is gone, and ends soon after it', async (t) => {
  const proof = join(folderOf(t, {}), 'proof');
  const project = await openWorkerProject();
  const told: string[] = [];
  const worker = await startWorker({
    client: project.client,
    connection: project.connection,
    pool: 'pool',
    log: (text) => void told.push(text),
    timings: { grace: 0.3, patience: 0.5 },
  });
  const deployment = await project.deploy(
    'works',
    `import { writeFileSync } from 'node:fs';
     export const main = flow({ name: 'works' }, async () => {
       await new Promise((resolve) => setTimeout(resolve, 2000));
       writeFileSync(${JSON.stringify(proof)}, '');
       process.exit(3);
     });`,
  );
  await project.until(await project.run(deployment), ({ stateName }) => stateName === 'Running');
  await project.close();
  await worker.drain();
  assert.equal(existsSync(proof), true);
  assert.match(told.join('\n'), /The server does not answer: /);
});

for (const { asks, retries, says } of [
  { asks: 'no request again', retries: 0, says: /^The end of flow run .* could not be reported: / },
  { asks: 'each request again for longer than it may take', retries: 3, says: /^The server does not answer: / },
]) {
  test(`a worker that sends ${asks} ends when it is told to although its server is gone, and says what that leaves`, async () => {
    const project = await openWorkerProject();
    const { connection } = project;
    const told: string[] = [];
    const worker = await startWorker({
      client: createClient(httpTransport({ ...connection, retries })),
      connection,
      pool: 'pool',
      log: (text) => void told.push(text),
      timings: { grace: 0.3, patience: 0.5 },
    });
    const deployment = await project.deploy(
      'long',
      "export const main = flow({ name: 'long' }, async () => { await new Promise((resolve) => setTimeout(resolve, 60_000)); });",
    );
    await project.until(await project.run(deployment), ({ stateName }) => stateName === 'Running');
    await project.close();
    await worker.stop();
    assert.ok(
      told.some((line) => says.test(line)),
      told.join('\n'),
    );
  });
}
