import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { definition, highlights, references } from '../../../server/features/references.ts';
import { prepareRename, rename } from '../../../server/features/rename.ts';
import { applyTextEdits, coveredBy, viewAt } from '../../support/check-feature.ts';

const flows = `import { flow, task } from 'millrace';
export const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => {
  await load({ node: day });
  return load.submit({ node: day });
});
etl.deploy({ name: 'nightly', workPoolName: 'p', parameters: { day: 'today' } });
`;

const main = (body: string): string => `import { flow, runDeployment } from 'millrace';
import { etl, load } from './flows.ts';
const NAME = 'etl/nightly';
export const top = flow({ name: 'top' }, async () => {
  await runDeployment(NAME);
  ${body}
});
`;

const viewOf = (body: string, other = flows) => viewAt({ '/p/flows.ts': other, '/p/main.ts': main(body) });

/** Places as `file line text`. */
function places(
  texts: Readonly<Record<string, string>>,
  found: readonly { uri: string; range: Parameters<typeof coveredBy>[1] }[],
): string[] {
  return found.map(({ uri, range }) => {
    const path = new URL(uri).pathname;
    return `${path.slice(3)} ${range.start.line + 1} ${coveredBy(texts[path] ?? '', range)}`;
  });
}

const definitions: readonly [string, string, string[]][] = [
  ['a deployment', `await runDeployment('etl/ni‸ghtly');`, [`flows.ts 7 'nightly'`]],
  ['a flow', `await e‸tl({ day: 'x' });`, ['flows.ts 3 etl']],
  ['a task', `await lo‸ad.submit({ node: 'x' });`, ['flows.ts 2 load']],
  ['a parameter', `await runDeployment('etl/nightly', { parameters: { d‸ay: 'x' } });`, ['flows.ts 3 day']],
  ['nothing', `await runDeployment('etl/other‸');`, []],
];

const templated = `import { task } from 'millrace';
interface Given { at: string }
export const load = task({ taskRunName: 'load-{no‸de}' }, async ({ node }: { node: string }) => node);
`;

test('a parameter in the template of a name is the one that the function takes, and highlighted with it', () => {
  const view = viewAt({ '/p/flows.ts': templated });
  const texts = { '/p/flows.ts': view.text };
  assert.deepEqual(places(texts, definition(view, view.offset)), ['flows.ts 3 node']);
  assert.deepEqual(
    highlights(view, view.offset).map(({ range, kind }) => [coveredBy(view.text, range), kind]),
    [
      ['node', 2],
      ['node', 3],
    ],
  );
});

const registry = `import { flow } from 'millrace';
export const flows = { etl: flow({ name: 'etl-flow' }, async () => 1) };
await flows.et‸l();
`;

test('a flow in an object is found under the name that it has there', () => {
  const view = viewAt({ '/p/flows.ts': registry });
  const texts = { '/p/flows.ts': view.text };
  assert.deepEqual(places(texts, definition(view, view.offset)), ['flows.ts 2 etl']);
  assert.deepEqual(places(texts, references(view, view.offset, true)), ['flows.ts 2 etl', 'flows.ts 3 etl']);
  const key = viewAt({ '/p/flows.ts': registry.replace('‸', '').replace('{ etl', '{ et‸l') });
  assert.equal(highlights(key, key.offset).length, 2);
});

test('a parameter that only a type names leads to the flow', () => {
  const other = flows.replace('async ({ day }: { day: string })', 'async (given: { day: string })').replace('node: day', 'node: given.day');
  const view = viewOf(`await runDeployment('etl/nightly', { parameters: { d‸ay: 'x' } });`, other.replaceAll('node: day', "node: ''"));
  assert.deepEqual(places({ '/p/flows.ts': other, '/p/main.ts': view.text }, definition(view, view.offset)), ['flows.ts 3 etl']);
});

describe('definition', () => {
  for (const [name, body, expected] of definitions) {
    test(`of ${name}`, () => {
      const view = viewOf(body);
      assert.deepEqual(places({ '/p/flows.ts': flows, '/p/main.ts': view.text }, definition(view, view.offset)), expected);
    });
  }
});

const used: readonly [string, string, string[]][] = [
  [
    'a deployment, also through a constant',
    `await runDeployment('etl/ni‸ghtly');`,
    [`flows.ts 7 'nightly'`, `main.ts 3 'etl/nightly'`, `main.ts 6 'etl/nightly'`],
  ],
  [
    'a task, called and submitted',
    `await lo‸ad.submit({ node: 'x' });`,
    ['flows.ts 2 load', 'flows.ts 4 load', 'flows.ts 5 load', 'main.ts 2 load', 'main.ts 6 load'],
  ],
  ['a flow', `await e‸tl({ day: 'x' });`, ['flows.ts 3 etl', 'flows.ts 7 etl', 'main.ts 2 etl', 'main.ts 6 etl']],
  [
    'a flow in an object',
    `const all = { first: etl }; await all.fi‸rst({ day: 'x' });`,
    ['flows.ts 3 etl', 'flows.ts 7 etl', 'main.ts 2 etl', 'main.ts 6 etl', 'main.ts 6 first'],
  ],
  [
    'a parameter, also in calls and deployments',
    `await runDeployment('etl/nightly', { parameters: { d‸ay: 'x' } }); await etl({ day: 'y' }); etl.deploy({ name: 'd', day: 1 });`,
    ['flows.ts 3 day', 'flows.ts 7 day', 'main.ts 6 day', 'main.ts 6 day'],
  ],
];

describe('references', () => {
  for (const call of ["await etl({ d‸ay: 'x' });", "const day = 'x'; await etl.returnState({ d‸ay });"])
    test(`to a parameter, from a call that gives it: ${call}`, () => {
      const view = viewOf(call);
      const texts = { '/p/flows.ts': flows, '/p/main.ts': view.text };
      assert.deepEqual(places(texts, references(view, view.offset, true)), ['flows.ts 3 day', 'flows.ts 7 day', 'main.ts 6 day']);
    });

  test('to a deployment whose name is a constant of another file are where it is given', () => {
    const names = "export const NAMES = { etl: 'etl/nightly' };\n";
    const body = `await runDeployment('etl/ni‸ghtly'); await runDeployment(NAMES.etl);`;
    const source = main(body).replace('import { etl', "import { NAMES } from './names.ts';\nimport { etl");
    const view = viewAt({ '/p/names.ts': names, '/p/flows.ts': flows, '/p/main.ts': source });
    const texts = { '/p/flows.ts': flows, '/p/main.ts': view.text };
    assert.deepEqual(places(texts, references(view, view.offset, true)).toSorted(), [
      "flows.ts 7 'nightly'",
      "main.ts 4 'etl/nightly'",
      "main.ts 7 'etl/nightly'",
      'main.ts 7 NAMES.etl',
    ]);
  });

  for (const [name, body, expected] of used) {
    test(`to ${name}`, () => {
      const view = viewOf(body);
      const texts = { '/p/flows.ts': flows, '/p/main.ts': view.text };
      assert.deepEqual(places(texts, references(view, view.offset, true)).toSorted(), expected);
      const without = places(texts, references(view, view.offset, false));
      assert.equal(without.length, expected.length - 1, 'the definition is left out when it is not asked for');
    });
  }

  test('a parameter is not highlighted where its function takes it: the compiler knows more uses of it', () => {
    const view = viewAt(flows.replace('{ day }', '{ d‸ay }'));
    assert.equal(references(view, view.offset, true).length, 2);
    assert.deepEqual(highlights(view, view.offset), []);
  });

  test('highlights are those of the open file', () => {
    const view = viewOf(`await lo‸ad.submit({ node: 'x' }); await load({ node: 'y' });`);
    assert.equal(highlights(view, view.offset).length, 3);
  });
});

const renames: readonly [string, string, string, Readonly<Record<string, readonly [string, string][]>>][] = [
  [
    'a deployment',
    `await runDeployment('etl/ni‸ghtly');`,
    'daily',
    { 'flows.ts': [["'nightly'", "'daily'"]], 'main.ts': [["'etl/nightly'", "'etl/daily'"]] },
  ],
  [
    'a flow',
    `await runDeployment('e‸tl/nightly');`,
    'load-all',
    { 'flows.ts': [["name: 'etl'", "name: 'load-all'"]], 'main.ts': [["'etl/nightly'", "'load-all/nightly'"]] },
  ],
];

describe('rename', () => {
  for (const [name, body, newName, expected] of renames) {
    test(`of ${name}, wherever it is written`, () => {
      const view = viewOf(body);
      const texts: Record<string, string> = { '/p/flows.ts': flows, '/p/main.ts': view.text };
      const edit = rename(view, view.offset, newName, (path) => texts[path]);
      for (const [file, changes] of Object.entries(expected)) {
        const before = texts[`/p/${file}`] ?? '';
        const after = changes.reduce((text, [from, to]) => text.replaceAll(from, to), before);
        assert.equal(applyTextEdits(before, edit?.changes?.[`file:///p/${file}`] ?? []), after);
      }
      assert.equal(Object.keys(edit?.changes ?? {}).length, Object.keys(expected).length);
    });
  }

  test('begins with the part under the cursor', () => {
    const view = viewOf(`await runDeployment('e‸tl/nightly');`);
    assert.equal(prepareRename(view, view.offset)?.placeholder, 'etl');
    const other = viewOf(`await runDeployment('etl/n‸ightly');`);
    assert.equal(prepareRename(other, other.offset)?.placeholder, 'nightly');
  });

  const refused: readonly [string, string, string, RegExp][] = [
    ['a name with a slash', `await runDeployment('etl/ni‸ghtly');`, 'a/b', /cannot be empty or hold any of/],
    ['an empty name', `await runDeployment('etl/ni‸ghtly');`, ' ', /cannot be empty/],
    ['the name of another flow', `await runDeployment('e‸tl/nightly');`, 'top', /Another flow is named "top" \(main\.ts\)/],
    [
      'the name of another deployment',
      `await runDeployment('etl/ni‸ghtly'); etl.deploy({ name: 'daily' });`,
      'daily',
      /Deployment "etl\/daily" exists already \(main\.ts\)/,
    ],
  ];
  for (const [name, body, newName, reason] of refused) {
    test(`refuses ${name}`, () => {
      const view = viewOf(body);
      assert.throws(() => rename(view, view.offset, newName, () => flows), reason);
    });
  }

  test('changes the constant that holds the name', () => {
    const other = flows
      .replace("flow({ name: 'etl' }", 'flow({ name: ETL }')
      .replace('export const load', "const ETL = 'etl';\nexport const load");
    const view = viewOf(`await runDeployment('e‸tl/nightly');`, other);
    const texts: Record<string, string> = { '/p/flows.ts': other, '/p/main.ts': view.text };
    const edit = rename(view, view.offset, 'load-all', (path) => texts[path]);
    assert.match(applyTextEdits(other, edit?.changes?.['file:///p/flows.ts'] ?? []), /const ETL = 'load-all';/);
  });

  const quotes: readonly [string, string][] = [
    [`'etl/ni‸ghtly'`, String.raw`'etl/it\'s'`],
    [`"etl/ni‸ghtly"`, `"etl/it's"`],
    ['`etl/ni‸ghtly`', "`etl/it's`"],
  ];
  for (const [before, after] of quotes) {
    test(`escapes what would end the text: ${after}`, () => {
      const view = viewOf(`await runDeployment(${before});`);
      const texts: Record<string, string> = { '/p/flows.ts': flows, '/p/main.ts': view.text };
      const edit = rename(view, view.offset, "it's", (path) => texts[path]);
      assert.ok(applyTextEdits(view.text, edit?.changes?.['file:///p/main.ts'] ?? []).includes(`runDeployment(${after})`));
    });
  }

  test('changes the constant that holds the name of a deployment', () => {
    const other = flows
      .replace("name: 'nightly'", 'name: NIGHTLY')
      .replace('export const load', "const NIGHTLY = 'nightly';\nexport const load");
    const view = viewOf(`await runDeployment('etl/n‸ightly');`, other);
    const texts: Record<string, string> = { '/p/flows.ts': other, '/p/main.ts': view.text };
    const edit = rename(view, view.offset, 'daily', (path) => texts[path]);
    assert.match(applyTextEdits(other, edit?.changes?.['file:///p/flows.ts'] ?? []), /const NIGHTLY = 'daily';/);
  });

  const constants = "export const ETL = 'etl';\nexport const NAMES = { etl: { nightly: 'nightly', full: 'etl/nightly' } };\n";
  const byConstants = {
    '/p/names.ts': constants,
    '/p/flows.ts': flows
      .replace("flow({ name: 'etl' }", 'flow({ name: ETL }')
      .replace("name: 'nightly'", 'name: NAMES.etl.nightly')
      .replace('export const load', "import { ETL, NAMES } from './names.ts';\nexport const load"),
    '/p/use.ts': `import { runDeployment } from 'millrace';\nimport { NAMES } from './names.ts';\nawait runDeployment(NAMES.etl.full);\n`,
  };
  const inConstants: readonly [string, string, string, string][] = [
    ['flow', `'e‸tl/nightly'`, `ETL = 'new'`, `full: 'new/nightly'`],
    ['deployment', `'etl/night‸ly'`, `nightly: 'new'`, `full: 'etl/new'`],
  ];
  for (const [what, text, ...expected] of inConstants) {
    test(`of a ${what} changes the constants of a file that knows nothing of flows`, () => {
      const view = viewAt({ ...byConstants, '/p/main.ts': main(`await runDeployment(${text});`) });
      const texts: Record<string, string> = { ...byConstants, '/p/main.ts': view.text };
      const edit = rename(view, view.offset, 'new', (path) => texts[path]);
      const after = applyTextEdits(constants, edit?.changes?.['file:///p/names.ts'] ?? []);
      for (const part of expected) assert.ok(after.includes(part), after);
    });
  }

  test('is refused where the constant names another deployment, too', () => {
    const other = flows
      .replace("name: 'nightly'", 'name: NIGHTLY')
      .replace('export const load', "const NIGHTLY = 'nightly';\nexport const load");
    const view = viewOf(
      `await runDeployment('etl/n‸ightly');`,
      `${other}export const tidy = flow({ name: 'tidy' }, async () => 1);\ntidy.deploy({ name: NIGHTLY });\n`,
    );
    assert.throws(
      () => rename(view, view.offset, 'daily', () => other),
      /The same constant \(flows\.ts\) names deployment "tidy\/nightly", too/,
    );
  });

  test('to the same name changes nothing that matters, and is not refused', () => {
    const view = viewOf(`await runDeployment('e‸tl/nightly');`);
    assert.doesNotThrow(() => rename(view, view.offset, 'etl', () => flows));
  });

  test('is not offered where nothing is named', () => {
    const view = viewOf('const x = ‸1;');
    assert.equal(prepareRename(view, view.offset), undefined);
  });
});
