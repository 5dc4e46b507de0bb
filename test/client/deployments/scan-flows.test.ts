import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanFlows } from '../../../client/deployments/scan-flows.ts';

const sdk = "import { flow } from 'millrace';\n";

const cases: readonly [string, string, [name: string, exported: string, line: number, character: number][]][] = [
  ['a flow with its name', `${sdk}export const etl = flow({ name: 'daily-etl' }, async () => 1);`, [['daily-etl', 'etl', 1, 13]]],
  [
    'options over several lines',
    `${sdk}export const etl = flow(\n  {\n    retries: 3,\n    name: "etl two",\n  },\n  run);`,
    [['etl two', 'etl', 1, 13]],
  ],
  [
    'two flows',
    `${sdk}export const a = flow({ name: 'a' }, f);\nexport const b = flow({ name: 'b' }, f);`,
    [
      ['a', 'a', 1, 13],
      ['b', 'b', 2, 13],
    ],
  ],
  ['a name that is not written down', `${sdk}export const my_etl = flow(options, run);`, [['my-etl', 'my_etl', 1, 13]]],
  ['a flow that is not exported', `${sdk}const etl = flow({ name: 'etl' }, run);`, []],
  ['a file without the SDK', "import { flow } from 'other';\nexport const etl = flow({ name: 'etl' }, run);", []],
];

for (const [what, text, expected] of cases) {
  test(what, () => {
    const found = scanFlows(text, 'flows/etl.ts', '/project');
    assert.deepEqual(
      found.map(({ name, exported, place }) => [name, exported, place.line, place.character]),
      expected,
    );
    for (const { place, file } of found) assert.deepEqual([place.path, file], ['/project/flows/etl.ts', 'flows/etl.ts']);
  });
}
