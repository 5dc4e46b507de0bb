import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { Counted, Measure } from '../tools/measures.ts';
import { measure, summarise } from '../tools/measures.ts';
import { isProduct, parseSources } from '../tools/sources.ts';

/** The budgets of CONTRIBUTING.md, counted with the compiler's own parser; `npm run measure` prints the figures. */
const measures = parseSources(join(import.meta.dirname, '..')).map(measure);
const product = measures.filter(isProduct);
const all = summarise(product);

/** `path:line what`, so that an editor can jump there. */
const placesOf = (of: readonly Measure[], what: Counted): string[] =>
  of.flatMap(({ path, places }) => places.filter((place) => place.what === what).map(({ line }) => `${path}:${line} ${what}`));

test('no file is longer than 400 lines, and 95 of 100 have at most 250', () => {
  assert.deepEqual(
    measures.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path} has ${lines} lines`),
    [],
  );
  assert.ok(all.fileLines.p95 <= 250 && all.fileLines.median <= 110, JSON.stringify(all.fileLines));
});

test('no function is longer than 60 lines, 95 of 100 have at most 35, half of them at most 8', () => {
  const long = product.flatMap(({ path, functions }) =>
    functions.filter(({ lines }) => lines > 60).map(({ line, what, lines }) => `${path}:${line} ${what} has ${lines} lines`),
  );
  assert.deepEqual(long, []);
  assert.ok(all.functionLines.p95 <= 35 && all.functionLines.median <= 8, JSON.stringify(all.functionLines));
});

for (const what of ['an `any`', 'an empty catch', 'a default export', 'a use of console'] as const) {
  test(`the sources have not ${what}`, () => assert.deepEqual(placesOf(product, what), []));
}

for (const [what, most] of [
  ['a cast with `as`', 4],
  ['a `!` instead of a check', 0.5],
] as const) {
  test(`in 1000 lines stands at most ${most} times ${what}`, () => {
    const found = placesOf(product, what);
    assert.ok(all.perThousand(what) <= most, `${found.length} in ${all.lines} lines:\n${found.join('\n')}`);
  });
}

test('exports are documented: all of the SDK, and most elsewhere', () => {
  const bare = product
    .filter(({ path }) => path.startsWith('runtime/sdk/'))
    .flatMap(({ path, exports }) => exports.filter(({ documented }) => !documented).map(({ line, what }) => `${path}:${line} ${what}`));
  assert.deepEqual(bare, []);
  assert.ok(all.documented >= 60, `${all.documented} % of the exports have a doc comment`);
});

test('comments are there where they help: 7 to 20 of 100 lines', () => {
  assert.ok(all.comments >= 7 && all.comments <= 20, `${all.comments.toFixed(1)} %`);
});

test('files are named in kebab case, and for what is in them', () => {
  const names = measures.map(({ path }) => path);
  assert.deepEqual(
    names.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(basename(path))),
    [],
  );
  assert.deepEqual(
    names.filter((path) => /(^|\/)(utils?|helpers?|shared|common|misc)(\.ts|\/)/.test(path)),
    [],
  );
});
