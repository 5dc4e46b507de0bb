import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from '../../../runtime/api-server/server.ts';
import { overTransport } from '../../contract/ask.ts';

/** What is done to the file under a running server. */
const harms: Readonly<Record<string, (file: string) => void>> = {
  deleted: (file) => rmSync(file),
  moved: (file) => renameSync(file, `${file}.old`),
  replaced(file) {
    renameSync(file, `${file}.old`);
    writeFileSync(file, '');
  },
};

for (const [name, harm] of Object.entries(harms)) {
  for (const thread of [false, true]) {
    test(`a database that is ${name}: nothing is acknowledged or read, and the server says so (${thread ? 'a thread' : 'no thread'})`, async () => {
      const home = mkdtempSync(join(tmpdir(), 'millrace-file-gone-'));
      const faults: string[] = [];
      const server = await startServer({ home, port: 0, advertise: false, auth: false, thread, report: (fault) => faults.push(fault) });
      try {
        const ask = overTransport(server.transport);
        assert.equal((await ask('POST', '/flows/', { name: 'before' })).status, 201);
        harm(join(home, 'millrace.db'));
        const answers = await Promise.all([ask('POST', '/flows/', { name: 'after' }), ask('POST', '/flows/filter', {})]);
        assert.deepEqual(
          answers.map(({ status }) => status),
          [503, 503],
        );
        assert.match(faults.join('\n'), /millrace\.db was deleted, moved or replaced while this server uses it/);
      } finally {
        await server.close();
        rmSync(home, { recursive: true, force: true });
      }
    });
  }
}
