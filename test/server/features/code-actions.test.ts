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
function actionsAt(source: string | Record<string, string>, problems: readonly Problem[], only?: readonly string[]) {
  const view = viewAt(source);
  const actions = codeActions(
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

test('the first fix is preferred, and each says which problem it solves', () => {
  const [first, second] = actionsAt('‸ab', [problem(0, [insert(0, 'X'), insert(1, 'Y', 'suggestion')])]);
  assert.deepEqual([first?.isPreferred, first?.after, first?.diagnostics?.[0]?.code], [true, 'Xab', 'some-rule']);
  assert.deepEqual([second?.isPreferred, second?.after], [undefined, 'aYb']);
});

test('only problems in the range have actions', () => {
  assert.deepEqual(actionsAt('‸abcdef', [problem(4, [insert(0, 'X')])], ['quickfix']), []);
});

test('a comment silences the line, indented as the line is, in the comments of the language', () => {
  const actions = actionsAt({ '/p/a.ts': 'if (a) {\n  ‸b();\n}' }, [problem(11, [])], ['quickfix']);
  assert.deepEqual(
    actions.map(({ after }) => after),
    ['if (a) {\n  // millrace-disable-next-line some-rule: reason\n  b();\n}'],
  );
});

test('all safe fixes of a file are made at once; of two that overlap the first, and none that waits for a person', () => {
  const problems = [
    problem(0, [insert(0, 'X')]),
    problem(0, [insert(0, 'Z')]),
    problem(2, [insert(2, 'Y')]),
    problem(3, [insert(3, 'S', 'suggestion')]),
  ];
  const [all] = actionsAt('‸abcd', problems, [fixAllKind]);
  assert.deepEqual([all?.kind, all?.after], [fixAllKind, 'XabYcd']);
  assert.equal(actionsAt('‸abcd', problems, ['source.fixAll']).length, 1, 'a wider kind is asked for');
  assert.equal(actionsAt('‸abcd', problems, ['source.organizeImports']).length, 0);
});

test('the same edit of two fixes, as an import that both need, is made once', () => {
  const [all] = actionsAt('‸ab', [problem(0, [insert(0, 'import;')]), problem(1, [insert(0, 'import;')])], [fixAllKind]);
  assert.equal(all?.after, 'import;ab');
});

test('a fix may change other files, unless they are gone', () => {
  const files = { '/p/a.ts': '‸a', '/p/b.ts': 'b' };
  const [across] = actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/b.ts')])], ['quickfix']);
  assert.deepEqual(across?.uris, ['file:///p/b.ts']);
  assert.equal(
    actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/gone.ts')])], ['quickfix']).length,
    1,
    'only the comment is offered',
  );
  assert.equal(actionsAt(files, [problem(0, [insert(0, 'X', 'safe', '/p/b.ts')])], [fixAllKind]).length, 0, 'not with all others at once');
});

test('a fix that fails or does not fit is not offered, and the failure is told', () => {
  const failing: Fix = {
    title: 'Fails',
    kind: 'safe',
    edits: () => {
      throw new Error('no');
    },
  };
  const unfit: Fix = { title: 'Unfit', kind: 'safe', edits: () => undefined };
  assert.deepEqual(
    actionsAt('‸a', [problem(0, [failing, unfit])], ['quickfix']).map(({ title }) => title),
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
    test(name, () => {
      const source = (body: string): string => `import { task } from 'millrace';\nexport const lo‸ad = ${body};\n`;
      const [action] = actionsAt(source(before), [], ['refactor']);
      assert.equal(action?.after, source(after).replace('‸', ''));
    });
  }

  test('are not offered where there are some, nor in the body', () => {
    assert.deepEqual(
      actionsAt(
        `import { task } from 'millrace';\nexport const lo‸ad = task({ name: 'a', retries: 1 }, async () => 1);\n`,
        [],
        ['refactor'],
      ),
      [],
    );
    assert.deepEqual(
      actionsAt(
        `import { task } from 'millrace';\nexport const load = task({ name: 'a' }, async () => {\n  return ‸1;\n});\n`,
        [],
        ['refactor.rewrite'],
      ),
      [],
    );
  });
});
