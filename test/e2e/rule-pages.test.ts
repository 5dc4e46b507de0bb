import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { rules } from '../../server/rules/index.ts';
import type { Rule } from '../../server/rules/rule.ts';
import { applyEdits } from '../../server/workspace/fixes.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { projectOf } from '../support/project-of.ts';
import type { Examples } from '../support/rule-pages.ts';
import { activated, examplesIn, sectionsOf } from '../support/rule-pages.ts';

/** The right examples of the rules' pages, and what the fixes make of the wrong ones, as the compiler sees them with the SDK. */
const root = join(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-rule-pages-')));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Each with what has to be without errors in it. */
const projects = new Map<string, Examples['files']>();
for (const rule of rules) {
  const sections = sectionsOf(rule);
  projects.set(`${rule.id}/correct`, examplesIn(sections.get('Correct') ?? '').files);
  for (const [index, fixed] of fixesOf(rule, examplesIn(sections.get('Incorrect') ?? '')).entries())
    projects.set(`${rule.id}/fix-${index + 1}`, fixed);
}

test('what the pages call right compiles with the SDK, and so does what each fix makes of the wrong', () => {
  assert.ok([...projects.keys()].filter((name) => name.includes('/fix-')).length > 20, 'too few fixes were tried');
  for (const [name, files] of projects) for (const [path, text] of Object.entries(files)) write(join(name, path), asModule(path, text));
  write('package.json', '{ "type": "module" }');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compilerOptions = {
    ...{
      target: 'es2024',
      module: 'nodenext',
      lib: ['es2024'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')], exactOptionalPropertyTypes: true },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
  const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(compiled.stdout, '');
});

/** What the examples become by each fix of each of their problems. */
function fixesOf(rule: Rule, { files, server }: Examples): Examples['files'][] {
  const project = projectOf(files, server);
  return Object.entries(files).flatMap(([path, text]) =>
    lintFile(project, path, [activated(rule)]).flatMap(({ fixes }) =>
      fixes.flatMap((fix) => {
        const edits = fix.edits(text);
        return edits === undefined ? [] : [{ ...files, [path]: applyEdits(text, edits) }];
      }),
    ),
  );
}

/** Without an import or export, what two files declare would be one. */
const asModule = (path: string, text: string): string => (/\.[cm]?ts$/.test(path) ? `${text}\nexport {};\n` : text);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
