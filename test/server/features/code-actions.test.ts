import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeActions, fixAllKind } from '../../../server/features/code-actions.ts';
import type { Fix } from '../../../server/rules/rule.ts';
import type { Problem } from '../../../server/workspace/lint-file.ts';
import { applyTextEdits, viewAt } from '../../support/check-feature.ts';

const insert = (at: number, text: string, kind: Fix['kind'] = 'safe', path?: string): Fix => ({
  title: `Insert ${text}`,
  kind,
  edits: () => [{ span: { start: at, end: at }, text, ...(path === undefined ? {} : { path }) }],
});

const problem = (start: number, fixes: readonly Fix[]): Problem => ({
  ruleId: 'some-rule',
  severity: 'error',
  span: { start, end: start + 1 },
  message: 'Something',
  fixes,
  related: [],
});

const failures: string[] = [];

/** The actions at the cursor, with the text after each. */
async function actionsAt(source: string | Record<string, string>, problems: readonly Problem[], only?: readonly string[]) {
  const view = viewAt(source);
  const actions = await codeActions(
    view,
    { start: view.offset, end: view.offset },
    {
      problems,
      pageOf: () => undefined,
      only,
      failed: (ruleId, error) => failures.push(`${ruleId} ${String(error)}`),
    },
  );
  return actions.map(({ title, kind, isPreferred, edit, diagnostics }) => {
    const own = Object.entries(edit?.changes ?? {}).find(([uri]) => uri.endsWith(view.file.path));
    return {
      title,
      kind,
      isPreferred,
      after: applyTextEdits(view.text, own?.[1] ?? []),
      diagnostics,
      uris: Object.keys(edit?.changes ?? {}),
    };
  });
}

test('the first fix is preferred, and each says which problem it solves', async () => {
  const [first, second] = await actionsAt('‸ab', [problem(0, [insert(0, 'X'), insert(1, 'Y', 'suggestion')])]);
  assert.deepEqual([first?.isPreferred, first?.after, first?.diagnostics?.[0]?.code], [true, 'Xab', 'some-rule']);
  assert.deepEqual([second?.isPreferred, second?.after], [undefined, 'aYb']);
});

test('only problems in the range have actions', async () => {
  assert.deepEqual(await actionsAt('‸abcdef', [problem(4, [insert(0, 'X')])], ['quickfix']), []);
});

test('a comment silences the line, indented as the line is, in the comments of the language', async () => {
  const actions = await actionsAt({ '/p/a.ts': 'if (a) {\n  ‸b();\n}' }, [problem(11, [])], ['quickfix']);
  assert.deepEqual(
    actions.map(({ after }) => after),
    ['if (a) {\n  // millrace-disable-next-line some-rule: reason\n  b();\n}'],
  );
});

test('what does the same for several problems is offered once, for all of them', async () => {
  const same = [problem(0, [insert(0, 'X')]), problem(1, [insert(0, 'X')])];
  const actions = await actionsAt('a‸bc', same, ['quickfix']);
  assert.deepEqual(
    actions.map(({ title, diagnostics = [] }) => [title, diagnostics.map(({ range }) => range.start.character)]),
    [
      ['Insert X', [0, 1]],
      ['Disable some-rule for this line', [0, 1]],
    ],
  );
});

test('what is written ends its lines as the file does', async () => {
  const [action] = await actionsAt({ '/p/a.ts': 'a();\r\n‸b();\r\n' }, [problem(6, [])], ['quickfix']);
  assert.equal(action?.after, 'a();\r\n// millrace-disable-next-line some-rule: reason\r\nb();\r\n');
});

test('all safe fixes of a file are made at once; of two that overlap the first, and none that waits for a person', async () => {
  const problems = [
    problem(0, [insert(0, 'X')]),
    problem(0, [insert(0, 'Z')]),
    problem(2, [insert(2, 'Y')]),
    problem(3, [insert(3, 'S', 'suggestion')]),
  ];
  const [all] = await actionsAt('‸abcd', problems, [fixAllKind]);
  assert.deepEqual([all?.kind, all?.after], [fixAllKind, 'XabYcd']);
  assert.equal((await actionsAt('‸abcd', problems, ['source.fixAll'])).length, 1, 'a wider kind is asked for');
  assert.equal((await actionsAt('‸abcd', problems, ['source.organizeImports'])).length, 0);
});

test('the same edit of two fixes, as an import that both need, is made once', async () => {
  const [all] = await actionsAt('‸ab', [problem(0, [insert(0, 'import;')]), problem(1, [insert(0, 'import;')])], [fixAllKind]);
  assert.equal(all?.after, 'import;ab');
});

test('a fix may change other files, unless they are gone', async () => {
  const files = { '/p/a.ts': '‸a', '/p/b.ts': 'b' };
  const [across] = await actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/b.ts')])], ['quickfix']);
  assert.deepEqual(across?.uris, ['file:///p/b.ts']);
  assert.equal(
    (await actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/gone.ts')])], ['quickfix'])).length,
    1,
    'only the comment is offered',
  );
  assert.equal(
    (await actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/b.ts')])], [fixAllKind])).length,
    0,
    'not with all others at once',
  );
});

test('a fix that fails or does not fit is not offered, and the failure is told', async () => {
  const failing: Fix = {
    title: 'Fails',
    kind: 'safe',
    edits: () => {
      throw new Error('no');
    },
  };
  const unfit: Fix = { title: 'Unfit', kind: 'safe', edits: () => undefined };
  assert.deepEqual(
    (await actionsAt('‸a', [problem(0, [failing, unfit])], ['quickfix'])).map(({ title }) => title),
    ['Disable some-rule for this line'],
  );
  assert.deepEqual(failures, ['some-rule Error: no']);
});

describe('retries', () => {
  const cases: readonly [string, string, string][] = [
    [
      'are added to options',
      `task({ name: 'load' }, async () => 1)`,
      `task({ name: 'load', retries: 3, retryDelaySeconds: [1, 10, 60] }, async () => 1)`,
    ],
    ['are added to empty options', 'task({}, async () => 1)', 'task({ retries: 3, retryDelaySeconds: [1, 10, 60] }, async () => 1)'],
  ];
  for (const [name, before, after] of cases) {
    test(name, async () => {
      const source = (body: string): string => `import { task } from 'millrace';\nexport const lo‸ad = ${body};\n`;
      const [action] = await actionsAt(source(before), [], ['refactor']);
      assert.equal(action?.after, source(after).replace('‸', ''));
    });
  }

  test('are not offered where there are some, nor in the body', async () => {
    assert.deepEqual(
      await actionsAt(
        `import { task } from 'millrace';\nexport const lo‸ad = task({ name: 'a', retries: 1 }, async () => 1);\n`,
        [],
        ['refactor'],
      ),
      [],
    );
    assert.deepEqual(
      await actionsAt(
        `import { task } from 'millrace';\nexport const load = task({ name: 'a' }, async () => {\n  return ‸1;\n});\n`,
        [],
        ['refactor.rewrite'],
      ),
      [],
    );
  });
});

describe('a piece of a flow becomes a task', () => {
  /** Selects what stands between « and ». */
  async function extracted(body: string, parameters = '{ day, limit }: { day: string; limit: number }', path = '/p/flows.ts') {
    const source = `import { flow } from 'millrace';\nimport { read } from './read.ts';\n\nexport const etl = flow({ name: 'etl' }, async (${parameters}) => {\n${body}\n});\n`;
    const start = source.indexOf('«');
    const end = source.indexOf('»') - 1;
    const view = viewAt({ [path]: source.replace('«', '').replace('»', '') });
    const actions = await codeActions(
      view,
      { start, end },
      { problems: [], pageOf: () => undefined, only: ['refactor.extract'], failed: () => assert.fail() },
    );
    const [changes] = Object.values(actions[0]?.edit?.changes ?? {});
    return changes && applyTextEdits(view.text, changes);
  }

  const moved: readonly [string, string, string, string][] = [
    [
      'an expression with what it uses',
      '  return «read(day)»;',
      `const extracted = task({ name: 'extracted' }, async ({ day }: { day: string }) => read(day));`,
      '  return await extracted({ day });',
    ],
    [
      'statements whose result is used behind them',
      '  «const rows = await read(day);\n  const few = rows.slice(0, limit);»\n  return few;',
      `const extracted = task({ name: 'extracted' }, async ({ day, limit }: { day: string; limit: number }) => {\n  const rows = await read(day);\n  const few = rows.slice(0, limit);\n  return few;\n});`,
      '  const few = await extracted({ day, limit });\n  return few;',
    ],
    [
      'several results',
      '  «const a = read(day);\n  const b = read(a);»\n  return [a, b];',
      'return { a, b };',
      '  const { a, b } = await extracted({ day });',
    ],
    [
      'statements without a result',
      '  «await read(1);»',
      `const extracted = task({ name: 'extracted' }, async () => {\n  await read(1);\n});`,
      '  await extracted();',
    ],
    [
      'a name that is free',
      '  const extracted = 1;\n  return «read(extracted)»;',
      `const extracted2 = task({ name: 'extracted2' }, async ({ extracted }: { extracted: number })`,
      'await extracted2({ extracted })',
    ],
    [
      'callbacks that return',
      '  return «[day].map((one) => {\n    return read(one);\n  })»;',
      'return read(one);',
      'return await extracted({ day });',
    ],
    [
      'a name that means something else elsewhere',
      '  const names = [day].map((row) => row.length);\n  «const rows = [limit].map((row) => read(row));»\n  return [names, rows, limit].map((row) => row);',
      'async ({ limit }: { limit: number }) => {\n  const rows = [limit].map((row) => read(row));\n  return rows;\n}',
      '  const rows = await extracted({ limit });',
    ],
    [
      'a variable that the code behind changes',
      '  «let total = Math.round(limit);»\n  total += 1;\n  return total;',
      'let total = Math.round(limit);\n  return total;',
      '  let total = await extracted({ limit });',
    ],
    [
      'a loop with its own jumps',
      '  «for (const one of [day]) {\n    if (one === day) continue;\n    break;\n  }»\n  return 1;',
      'if (one === day) continue;',
      '  await extracted({ day });',
    ],
    [
      'statements of a loop, indented as in the task',
      '  const ones: number[] = [];\n  for (const one of ones) {\n    «if (day) {\n      await read(one);\n    }»\n  }',
      '=> {\n  if (day) {\n    await read(one);\n  }\n});',
      '    await extracted({',
    ],
    [
      'a text of several lines, as it is',
      '    «await read(`a\n    b`);\n    await read(1);»',
      '=> {\n  await read(`a\n    b`);\n    await read(1);\n});',
      '    await extracted();',
    ],
    ['what something is read from', '  return «read(day)».rows;', '=> read(day));', 'return (await extracted({ day })).rows;'],
    [
      'an object',
      '  const found = «{ rows: read(day) }»;\n  return found;',
      '=> ({ rows: read(day) }));',
      'const found = await extracted({ day });',
    ],
    [
      'a piece in a callback that can wait',
      '  return Promise.all([day].map(async (one: string) => «read(one)»));',
      'async ({ one }: { one: string }) => read(one)',
      'async (one: string) => await extracted({ one })',
    ],
    [
      'types that follow from what is written',
      '  const rows = await read(day);\n  const at = new Date();\n  const title = `at`;\n  const days: string[] = [];\n  for (const one of days) {\n    «read(rows, at, title, one)»;\n  }',
      '({ rows, at, title, one }: { rows: Awaited<ReturnType<typeof read>>; at: Date; title: string; one: (string[])[number] })',
      'await extracted({ rows, at, title, one });',
    ],
  ];
  const types: readonly [string, string, string][] = [
    ['a sum', 'const x = limit * 2 + 1;', 'number'],
    ['a text', "const x = 'a' + limit;", 'string'],
    ['a comparison', 'const x = limit > 1;', 'boolean'],
    ['a negation', 'const x = !day;', 'boolean'],
    ['a length', 'const x = day.length;', 'number'],
    ['a choice', "const x = limit > 1 ? 'a' : day;", 'string'],
    ['a list', 'const x = [1, limit];', 'number[]'],
    ['an object', "const x = { a: 1, b: ['x'] };", '{ a: number; b: string[] }'],
    ['a part of a result', 'const { x } = await read(day);', "Awaited<ReturnType<typeof read>>['x']"],
    ['a part with a default', 'const { x = 1 } = await read(day);', "Exclude<Awaited<ReturnType<typeof read>>['x'], undefined>"],
    ['another variable', 'const y = limit; const x = y;', 'number'],
  ];
  for (const [what, before, type] of types) {
    test(`the type of ${what}`, async () => {
      const after = (await extracted(`  ${before}\n  return «read(x)»;`)) ?? '';
      assert.ok(after.includes(`{ x }: { x: ${type} }`), after);
    });
  }

  test('the type of what a loop or a list hands out, and of what is caught', async () => {
    const loop = (await extracted('  for (const row of await read(day)) {\n    «read(row)»;\n  }')) ?? '';
    assert.ok(loop.includes('{ row }: { row: (Awaited<ReturnType<typeof read>>)[number] }'), loop);
    const list = (await extracted('  const rows = await read(day);\n  return rows.map(async (row) => «read(row)»);')) ?? '';
    assert.ok(list.includes('{ row }: { row: (Awaited<ReturnType<typeof read>>)[number] }'), list);
    const caught = (await extracted('  try { await read(day); } catch (error) {\n    «read(error)»;\n  }')) ?? '';
    assert.ok(caught.includes('{ error }: { error: unknown }'), caught);
  });

  test('a parameter that may be missing may be missing in the task, too', async () => {
    const after = (await extracted('  return «read(day, limit)»;', '{ day = "x", limit }: { day?: string; limit?: number }')) ?? '';
    assert.ok(after.includes('{ day: string; limit: number | undefined }'), after);
  });

  test('a member of a named type', async () => {
    const after = (await extracted('  return «read(day)»;', '{ day }: Parameters')) ?? '';
    assert.ok(after.includes("{ day: Parameters['day'] }"), after);
  });

  test('a future is not given to a task, which would get its result', async () => {
    const text = `import { flow, task } from 'millrace';\nconst load = task({ name: 'load' }, async () => 1);\nexport const etl = flow({ name: 'etl' }, async () => {\n  const future = load.submit();\n  return await future.result();\n});\n`;
    for (const path of ['/p/flows.ts', '/p/flows.js']) {
      const start = text.indexOf('await future');
      const actions = await codeActions(
        viewAt({ [path]: text }),
        { start, end: start + 'await future.result()'.length },
        { problems: [], pageOf: () => undefined, only: ['refactor.extract'], failed: () => assert.fail() },
      );
      assert.deepEqual(actions, []);
    }
  });

  test('no types in JavaScript', async () => {
    const after = (await extracted('  return «read(day)»;', '{ day }', '/p/flows.js')) ?? '';
    assert.ok(after.includes(`const extracted = task({ name: 'extracted' }, async ({ day }) => read(day));`), after);
  });

  test('what a function around the flow is given', async () => {
    const text = `import { flow } from 'millrace';\nexport const make = (node: string) =>\n  flow({ name: 'etl' }, async () => [node.trim()]);\n`;
    const start = text.indexOf('node.trim()');
    const actions = await codeActions(
      viewAt(text),
      { start, end: start + 'node.trim()'.length },
      { problems: [], pageOf: () => undefined, only: ['refactor.extract'], failed: () => assert.fail() },
    );
    const after = applyTextEdits(text, Object.values(actions[0]?.edit?.changes ?? {})[0] ?? []);
    assert.ok(after.includes('async ({ node }: { node: string }) => node.trim()') && after.includes('[await extracted({ node })]'), after);
  });

  for (const [name, body, definition, call] of moved) {
    test(name, async () => {
      const after = (await extracted(body)) ?? '';
      assert.ok(after.includes(definition) && after.includes(call), after);
      assert.match(after, /import \{ flow, task \} from 'millrace';/);
      assert.ok(after.indexOf('const extracted') < after.indexOf('export const etl'));
    });
  }

  const kept: readonly [string, string][] = [
    ['half an expression', '  return read(«day) + read»(day);'],
    ['a name alone', '  return «day»;'],
    ['a jump out of it', '  «if (read(day)) return 1;»\n  return 2;'],
    ['a variable that it changes', '  let n = 0;\n  «n += read(day);»\n  return n;'],
    ['a variable that it changes in a pattern', '  let n = 0;\n  «[n] = [read(day)];»\n  return n;'],
    ['a variable that it changes in a loop', '  let n = "";\n  «for (n of [day]) read(n);»\n  return n;'],
    ['a jump that a loop around it takes', '  for (const one of [day]) {\n    «if (read(one)) break;»\n  }'],
    ['a place where nothing can wait', '  return [day].map((one) => «read(one)»);'],
    ['the target of an assignment', '  const o = { a: 1 };\n  «read(o).a» = 2;'],
    ['what is counted up', '  const o = { a: 1 };\n  «read(o).a»++;'],
    ['what is counted down', '  const o = { a: 1 };\n  --«read(o).a»;'],
    ['what is called', '  return «read(day).trim»();'],
    ['what is made with new', '  const o = { A: Date };\n  return new «(read(o))»();'],
    ['what is deleted', '  const o = { a: 1 } as any;\n  delete «read(o).a»;'],
    ['a part of a chain that may end early', '  return «day.at(0)»?.length;'],
    ['a literal', '  return read(«"x"»);'],
    ['what does nothing', '  return «day + limit»;'],
    ['items that are spread', '  return [«...read(day)»];'],
    ['an object that a call takes', '  return read(«{ mode: "full", rows: read(day) }»);'],
    ['a list of a type', '  const pair: [number, number] = «[read(day), 1]»;\n  return pair;'],
    ['a choice that a call takes', '  return read(«limit > 1 ? "full" : read(day)»);'],
    ['a function', '  const later = «() => read(day)»;\n  return later;'],
    ['code with a type of the flow', '  type Row = string;\n  «const row = read(day) as Row;»\n  return row;'],
    ['this', '  return «read(this)»;'],
    ['what has a type that cannot be written', '  const [first] = await read(day);\n  return «read(first)»;'],
    ['what is made of itself', '  const row = row;\n  return «read(row)»;'],
    ['what is made of unlike things', "  const rows = [1, 'a'];\n  return «read(rows)»;"],
    ['a function of the flow', '  const twice = (n: number) => n * 2;\n  return «twice(limit)»;'],
    [
      'a promise',
      '  const rows = later(day);\n  «const known = await rows;»\n  return known;\n});\nasync function later(day: string) {\n  return day;\n}\n({',
    ],
    ['code outside of a flow', '});\n«read(1)»;\n({'],
  ];
  for (const [name, body] of kept) test(`but not ${name}`, async () => assert.equal(await extracted(body), undefined));
});
