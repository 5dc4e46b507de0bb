import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { findPrefectPage } from '../../../runtime/cli/prefect-page.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-prefect-page-'));
after(() => rmSync(root, { recursive: true }));

function write(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), '');
  }
}

const packages = 'venv/lib/python3.12/site-packages';
write('venv/bin/prefect', `${packages}/prefect/server/ui/index.html`, `${packages}/prefect/server/ui-v2/index.html`);
write('windows/Lib/site-packages/prefect/server/ui/index.html');
write('bare/bin/prefect', 'bare/lib/python3.11/site-packages/prefect/__init__.py', 'page/index.html', 'empty/nothing');
mkdirSync(join(root, 'links'));
symlinkSync(join(root, 'venv/bin/prefect'), join(root, 'links/prefect'));

const ui = (name: string): string => join(root, packages, 'prefect/server', name);
const whole = { v1: ui('ui'), v2: ui('ui-v2') };
const path = (...folders: string[]): string => folders.map((folder) => join(root, folder)).join(':');

for (const [what, where, searched, page] of [
  ['of the prefect on the PATH', undefined, path('empty', 'venv/bin'), whole],
  ['behind a link, as pipx and uv make them', undefined, path('links'), whole],
  ['of an environment that is named', 'venv', '', whole],
  ['of an environment on Windows', 'windows', '', { v1: join(root, 'windows/Lib/site-packages/prefect/server/ui') }],
  ['in a folder that is named', 'page', '', { v1: join(root, 'page') }],
] as const) {
  test(`finds the page ${what}`, () => {
    assert.deepEqual(findPrefectPage(where === undefined ? undefined : join(root, where), searched), page);
  });
}

for (const [what, where, searched, message] of [
  ['no prefect is on the PATH', undefined, path('empty'), /pip install prefect/],
  ['there is no PATH', undefined, undefined, /--ui PATH/],
  ['the prefect on the PATH has none', undefined, path('bare/bin'), /no "prefect" on the PATH has it/],
  ['a folder has none', 'empty', '', /holds no page of Prefect/],
  ['there is no such folder', 'none', '', /holds no page of Prefect/],
] as const) {
  test(`says what to do when ${what}`, () => {
    assert.throws(
      () => findPrefectPage(where === undefined ? undefined : join(root, where), searched),
      (error) => MillraceError.is(error, 'not-found') && message.test(error.message),
    );
  });
}
