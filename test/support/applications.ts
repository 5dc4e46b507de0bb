import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineAt } from '../../server/model/span.ts';
import { flowNoMap } from '../../server/rules/flow-no-map.ts';
import { flowNoSubmit } from '../../server/rules/flow-no-submit.ts';
import { futureNotResolved } from '../../server/rules/future-not-resolved.ts';
import { futureResultInLoop } from '../../server/rules/future-result-in-loop.ts';
import { noAwaitSubmit } from '../../server/rules/no-await-submit.ts';
import { noFloatingRun } from '../../server/rules/no-floating-run.ts';
import { runDeploymentWithoutWait } from '../../server/rules/run-deployment-without-wait.ts';
import type { Rule } from '../../server/rules/rule.ts';
import { taskCalledOutsideFlow } from '../../server/rules/task-called-outside-flow.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { projectOf } from './project-of.ts';
import { defaultsOf } from './rule-pages.ts';

/** The rules about calls. */
const ofCalls: readonly Rule[] = [
  flowNoSubmit,
  flowNoMap,
  noFloatingRun,
  noAwaitSubmit,
  futureNotResolved,
  futureResultInLoop,
  runDeploymentWithoutWait,
  taskCalledOutsideFlow,
];

/** A file with two flows and a task. */
export const flowsFile = `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const report = flow({ name: 'report' }, async () => 1);
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => day.length);
`;

/** A project of that file and another one. */
export const besideFlows = (text: string): Readonly<Record<string, string>> => ({ 'flows.ts': flowsFile, 'a.ts': text });

/** What stands on a line, and the rules that its mark names: behind `//`, in YAML behind `#`. */
function partsOf(line: string): { readonly code: string; readonly marks: string | undefined } {
  const [code = '', marks] = line.split(/ (?:\/\/|#) ! /);
  return { code: code.trim(), marks };
}

/**
 * Tests applications by their titles. Lines that end in `// ! flow-no-submit, no-floating-run` get these reports of the
 * rules, those about calls unless others are given, and all other lines get none. Lines with `// ? flow-no-submit` deserve one and get none, as
 * docs/language-server.md says.
 */
export function reportsAsMarked(applications: Readonly<Record<string, Readonly<Record<string, string>>>>, rules = ofCalls): void {
  for (const [title, files] of Object.entries(applications)) {
    test(`application: ${title}`, () => {
      const project = projectOf(files);
      const expected = Object.entries(files).flatMap(([path, text]) =>
        text.split('\n').flatMap((line, index) => {
          const { code, marks } = partsOf(line);
          return marks === undefined ? [] : marks.split(', ').map((rule) => `${path}:${index + 1} ${code} | ${rule}`);
        }),
      );
      const found = Object.entries(files).flatMap(([path, text]) => {
        if (path.endsWith('.json')) return [];
        const lines = text.split('\n');
        const lineStarts = project.file(path)?.model.lineStarts ?? [];
        const reports = lintFile(
          project,
          path,
          rules.map((rule) => ({ rule, severity: 'error' as const, options: defaultsOf(rule) })),
        );
        return reports.map(({ span, ruleId }) => {
          const line = lineAt(lineStarts, span.start);
          return `${path}:${line + 1} ${partsOf(lines[line] ?? '').code} | ${ruleId}`;
        });
      });
      const missing = expected.filter((one) => !found.includes(one));
      const unexpected = found.filter((one) => !expected.includes(one));
      assert.deepEqual({ missing, unexpected }, { missing: [], unexpected: [] });
    });
  }
}
