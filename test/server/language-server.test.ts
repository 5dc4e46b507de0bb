import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { mock, test } from 'node:test';
import type { ClientPort } from '../../server/client-port.ts';
import { LanguageServer } from '../../server/language-server.ts';
import { patience } from '../../server/patience.ts';
import { rules } from '../../server/rules/index.ts';
import { folderOf } from '../support/folder.ts';
import { join } from 'node:path';

const files = { 'a.ts': `import { flow } from 'millrace';\nexport const a = flow({ name: 'a', retires: 1 }, async () => 1);\n` };

/** A server whose client answers nothing until it is told to. */
function silent(t: TestContext) {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  const logged: string[] = [];
  const settings = Promise.withResolvers<unknown>();
  const port: ClientPort = {
    publish: () => {},
    notify: () => {},
    request: () => new Promise(() => {}),
    settings: () => settings.promise,
    subscribe: () => {},
    refresh: () => {},
    warn: () => {},
    fail: () => {},
    log: (message) => logged.push(message),
    progress: () => ({ report: () => {}, done: () => {} }),
  };
  const folder = folderOf(t, files);
  const server = new LanguageServer(port, {
    ...{ roots: [folder], rules, programFolder: import.meta.dirname, pulls: true, serverFacts: true },
    shown: (diagnostic) => diagnostic,
  });
  t.after(() => server.stop());
  return { server, logged, settings, severity: () => server.diagnostics(join(folder, 'a.ts')).map((one) => one.severity) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a client that never answers is waited for once, for all questions together, and named in the log', async (t) => {
  const { server, logged, severity } = silent(t);
  const started = server.start();
  await settled();
  assert.equal(server.isIndexed, false);
  mock.timers.tick(patience);
  await started;
  assert.deepEqual([server.isIndexed, severity()], [true, [1]]);
  assert.deepEqual(logged.map((line) => /asked (.*) and has not/.exec(line)?.[1]).toSorted(), [
    'for its settings',
    'what the orchestration server knows',
  ]);
  const again = server.factsChanged();
  mock.timers.tick(patience);
  await again;
  assert.equal(logged.length, 2, 'once for each thing');
});

test('settings that come late are taken all the same', async (t) => {
  const { server, settings, severity } = silent(t);
  const started = server.start();
  await settled();
  mock.timers.tick(patience);
  await started;
  settings.resolve({ lint: { rules: { 'unknown-option': 'hint' } } });
  await settled();
  assert.deepEqual(severity(), [4]);
});
