import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMachine } from '../support/cli-process.ts';

/** `millrace dev` as a process: what is saved is deployed, and Ctrl-C leaves nothing behind. */
const machine = createMachine();
const { folder, run, start } = machine;
after(() => machine.close());

test('a new project is running after one command, follows what is saved, and ends with Ctrl-C', async () => {
  assert.equal((await run('init')).exit, 0);
  const dev = start('dev --port 0');
  await dev.until(/Save a file to deploy again/);
  assert.match(dev.text(), /Server +http:.*\nPool +default \(.*\)\nCreated deployment hello\/dev\n/);
  const first = await run('deployment run hello/dev --watch');
  assert.match(first.err, /Greeting Grace/, first.err);

  const flow = join(folder, 'flows/hello.ts');
  const text = readFileSync(flow, 'utf8');
  writeFileSync(flow, text.replace('Greeting', 'Welcoming'));
  await dev.until(/Saved flows\/hello\.ts\nNew runs use it\./);
  assert.match((await run('deployment run hello/dev --watch')).err, /Welcoming Ada/);

  writeFileSync(flow, `${text}\nexport const broken = (;`);
  await dev.until(/Error: flows\/hello\.ts cannot be loaded: /);
  writeFileSync(flow, text);
  writeFileSync(
    join(folder, 'prefect.yaml'),
    readFileSync(join(folder, 'prefect.yaml'), 'utf8').replace('name: dev', 'name: dev\n    tags: [saved]'),
  );
  await dev.until(/Updated deployment hello\/dev/);

  dev.process.kill('SIGINT');
  assert.equal((await dev.exited).exit, 0);
  assert.equal((await run('server status')).exit, 4);
});

test('without prefect.yaml every exported flow is deployed, in a pool of its own, on the server that runs', async () => {
  await run('server start --background --port 0');
  const dev = start('dev flows -p mine');
  await dev.until(/Save a file to deploy again/);
  assert.match(dev.text(), /\(runs already\)\nPool +mine \(.*\)\nUpdated deployment hello\/dev/);
  dev.process.kill('SIGTERM');
  await dev.exited;
  assert.equal((await run('server status')).exit, 0);
  assert.equal((await run('server stop')).exit, 0);
});
