import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isFunctionLikeDeclaration } from 'typescript/unstable/ast';
import type { Edge, Grant, Table } from './support/imports.ts';
import { cyclesOf, importsOf, isIn, parseTable, reasonAgainst } from './support/imports.ts';
import type { Source } from '../tools/sources.ts';
import { isProduct, parseSources, walk } from '../tools/sources.ts';
import { isCalledFromOutside, unusedExports } from '../tools/unused-exports.ts';

/** Holds ARCHITECTURE.md against the sources: who may import what, and that the tests it names exist. */
const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const table: Table = parseTable(text);
const everything = parseSources(root);
const sources = everything.filter(isProduct);
const files = sources.map(({ path }) => path);
const edges: readonly Edge[] = sources.flatMap(importsOf);

test('every import is allowed by the table of ARCHITECTURE.md', () => {
  const forbidden = edges.flatMap((edge) => reasonAgainst(edge, table) ?? []);
  assert.deepEqual(forbidden, []);
});

test('the table names no import that does not exist', () => {
  const unused = table.flatMap(({ folder, grants }) => {
    const leaving = edges.filter(({ from, to }) => isIn(from, folder) && !isIn(to, folder));
    const single = grants.flatMap((grant) => grant.names.map((name) => ({ ...grant, names: [name] })));
    const used = (grant: Grant): boolean => leaving.some((edge) => reasonAgainst(edge, [{ folder, grants: [grant] }]) === undefined);
    return single.filter((grant) => !used(grant)).map(({ names }) => `${folder} -> ${names.join(' ')}`);
  });
  assert.deepEqual(unused, []);
});

test('no file imports itself through others, types included', () => {
  assert.deepEqual(cyclesOf(edges), []);
});

test('nothing is exported that no other file imports', () => {
  assert.deepEqual(unusedExports(everything, isCalledFromOutside), []);
});

test('every package that the runtime imports is one of its dependencies', () => {
  const manifest: { dependencies: Record<string, string> } = JSON.parse(read('runtime/package.json'));
  const packages = edges
    .filter(({ from }) => from.startsWith('runtime/'))
    .map(({ to }) => to)
    .filter((to) => !/^(runtime\/|node:|\()/.test(to))
    .map((to) => /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to);
  assert.deepEqual(
    [...new Set(packages)].filter((name) => !(name in manifest.dependencies)),
    [],
  );
});

test('each file of core, engine and policies that does something has its test, at the same path', () => {
  const does = ({ tree }: Source): boolean => {
    let found = false;
    walk(tree, (node) => (found ||= isFunctionLikeDeclaration(node) && node.body !== undefined));
    return found;
  };
  const mirrored = sources.filter(({ path }) => /^runtime\/(core|engine|api-server\/policies)\//.test(path)).filter(does);
  assert.deepEqual(
    mirrored.map(({ path }) => `test/${path.replace(/\.ts$/, '.test.ts')}`).filter((test_) => !existsSync(join(root, test_))),
    [],
  );
});

test('standard output belongs to the command line and to users', () => {
  const printing = files.filter((file) => file.startsWith('runtime/') && read(file).includes('process.stdout.write'));
  assert.deepEqual(printing, []);
});

test('no source notes work undone', () => {
  assert.deepEqual(
    files.filter((file) => /\b(TO|FIX)(DO|ME)\b/.test(read(file))),
    [],
  );
});

test('ARCHITECTURE.md has at most 12 invariants, and names tests that exist', () => {
  const invariants = text.split('## Invariants')[1]?.split('\n## ')[0] ?? '';
  const items = invariants.split(/\n(?=\d+\. )/).slice(1);
  assert.ok(items.length > 0 && items.length <= 12, `${items.length} invariants`);
  for (const item of items) assert.match(item, /`test\/[^`]+\.test\.ts`/, item);
  assert.deepEqual(
    namedFiles(text).filter((file) => !existsSync(join(root, file))),
    [],
  );
});

test('links between the documents lead somewhere', () => {
  const broken = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root })
    .filter((file) => !file.includes('node_modules'))
    .flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(root, dirname(file), target)))
        .map((target) => `${file}: ${target}`),
    );
  assert.deepEqual(broken, []);
});

/** Files that the text names in backquotes and that a reader would open. */
const namedFiles = (markdown: string): string[] =>
  [...markdown.matchAll(/`((?:runtime|test|tools|examples|bench|docs)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file);

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
