import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowLanguages } from '../../../client/contributes.ts';
import { Emitter } from '../../../client/emitter.ts';
import type { LanguageStatus } from '../../../client/lsp/language-server.ts';
import { done } from '../../support/fake-vscode.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { showLanguageStatus } = await withVscode(() => import('../../../client/vscode/language-status.ts'));

/** How it is, what is said, the button, and whether it is busy and a fault. */
const cases: readonly [status: LanguageStatus, said: unknown[]][] = [
  [{ kind: 'off' }, ['Millrace: no checks', '', 'Restart', false, 0]],
  [{ kind: 'reading' }, ['Millrace: reading the folders', '', 'Restart', true, 0]],
  [{ kind: 'ready', flows: 1 }, ['Millrace: 1 flow', '', 'Restart', false, 0]],
  [{ kind: 'ready', flows: 12 }, ['Millrace: 12 flows', '', 'Restart', false, 0]],
  [{ kind: 'stopped', reason: 'Its process has ended.' }, ['Millrace: checks have stopped', 'Its process has ended.', 'Start', false, 2]],
];

test('how the language server is stands beside the language of every file that it reads', () => {
  const changed = new Emitter<LanguageStatus>();
  showLanguageStatus({ status: { kind: 'off' }, onDidChangeStatus: changed.event });
  const item = done.items.at(-1) ?? {};
  for (const [status, said] of cases) {
    changed.fire(status);
    assert.deepEqual(
      [item['text'], item['detail'], Reflect.get(new Object(item['command']), 'title'), item['busy'], item['severity']],
      said,
    );
  }
  assert.deepEqual(item['selector'], [...flowLanguages, { language: 'yaml', pattern: '**/prefect.yaml' }]);
});
