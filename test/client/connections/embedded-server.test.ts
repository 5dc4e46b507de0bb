import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EmbeddedServer } from '../../../client/connections/embedded-server.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { fakeContext } from '../../support/fake-context.ts';

const home = mkdtempSync(join(tmpdir(), 'millrace-embedded-'));
after(() => rmSync(home, { recursive: true, force: true }));

const serverFile = (): void =>
  writeFileSync(join(home, 'server.json'), JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:1/api' }));

test('it is started once, for as long as somebody uses it', async () => {
  const { context, commands } = await fakeContext();
  const server = new EmbeddedServer(context.cli, context.session, { home, serverPort: 4280 });
  await Promise.all([server.start(), server.start()]);
  assert.deepEqual(commands, [['server', 'start', '--background', '--port', '4280', '--stop-when-unused', '30s']]);
});

test('when another window was faster, its server is used', async () => {
  const { context } = await fakeContext({
    cli: () => {
      serverFile();
      throw new MillraceError('failed', 'A server runs already');
    },
  });
  await new EmbeddedServer(context.cli, context.session, { home, serverPort: 0 }).start();
  assert.equal(context.session.status.kind, 'connected');
});

test('a server that runs is not started again', async () => {
  serverFile();
  const { context, commands } = await fakeContext();
  await new EmbeddedServer(context.cli, context.session, { home, serverPort: 0 }).start();
  assert.deepEqual(commands, []);
});

test('what the server said when it did not start is told', async () => {
  const { context } = await fakeContext({
    cli: () => {
      throw new MillraceError('failed', 'Port 4280 is used by another program');
    },
  });
  await assert.rejects(new EmbeddedServer(context.cli, context.session, { home: '/nowhere', serverPort: 0 }).start(), /Port 4280/);
});
