import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { scanFlows } from '../../../client/deployments/scan-flows.ts';
import { exportNameOf, templates } from '../../../client/deployments/templates.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { recommended } from '../../support/check-rule.ts';
import { projectOf } from '../../support/project-of.ts';
import { flowOf } from '../../../runtime/core/definitions.ts';

for (const template of templates) {
  test(`the template "${template.label}" is a flow with that name`, async () => {
    const folder = mkdtempSync(join(import.meta.dirname, 'template-'));
    try {
      const file = join(folder, 'flow.ts');
      writeFileSync(file, template.text('myFlow', 'my-flow'));
      const module: Record<string, unknown> = await import(pathToFileURL(file).href);
      assert.equal(flowOf(module['myFlow'])?.options.name, 'my-flow');
      const found = scanFlows(template.text('myFlow', 'my-flow'), 'flow.ts', folder);
      assert.ok(found.some(({ name, exported }) => name === 'my-flow' && exported === 'myFlow'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

for (const template of templates) {
  test(`the rules have nothing to say of the template "${template.label}"`, () => {
    const files = { 'flow.ts': template.text('myFlow', 'my-flow') };
    assert.deepEqual(
      lintFile(projectOf(files), 'flow.ts', recommended).map(({ message }) => message),
      [],
    );
  });
}

test('names of flows become names of exports', () => {
  const cases: [string, string][] = [
    ['daily-etl', 'dailyEtl'],
    ['ETL', 'eTL'],
    ['load 2 files', 'load2Files'],
    ['2024 report', 'flow2024Report'],
  ];
  for (const [name, exported] of cases) assert.equal(exportNameOf(name), exported);
});
