import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importEdits, nameOfSdk } from '../../../../server/rules/facts/import-edits.ts';
import { applyEdits } from '../../../../server/workspace/fixes.ts';
import { projectOf } from '../../../support/project-of.ts';

const rest = "\nconst etl = flow({ name: 'etl' }, async () => 1);\n";

/** An alias of the SDK, a file that exports all of it again, and one that exports a part. */
const around = {
  'package.json': JSON.stringify({ name: 'app', imports: { '#sdk': 'millrace' } }),
  'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@flows': ['./all.ts'] } } }),
  'all.ts': "export * from 'millrace';",
  'some.ts': "export { flow } from 'millrace';",
};

/** The import after `task` was made usable. */
const cases: readonly (readonly [name: string, before: string, after: string])[] = [
  ['a list gets longer', "import { flow } from 'millrace';", "import { flow, task } from 'millrace';"],
  ['double quotes stay', 'import { flow } from "millrace";', 'import { flow, task } from "millrace";'],
  ['a comma at the end stays', "import { flow, } from 'millrace';", "import { flow, task, } from 'millrace';"],
  [
    'a list over several lines gets longer',
    "import {\n  flow,\n  sequential,\n} from 'millrace';",
    "import {\n  flow,\n  sequential, task,\n} from 'millrace';",
  ],
  ['what is there is not imported again', "import { flow, task } from 'millrace';", "import { flow, task } from 'millrace';"],
  [
    'a namespace gets an import beside it',
    "import * as sdk from 'millrace';\nconst { flow } = sdk;",
    "import { task } from 'millrace';\nimport * as sdk from 'millrace';\nconst { flow } = sdk;",
  ],
  ['an alias stays', "import { flow } from '#sdk';", "import { flow, task } from '#sdk';"],
  ['a path of the compiler stays', 'import { flow } from "@flows";', 'import { flow, task } from "@flows";'],
  ['a file that exports all stays', "import { flow } from './all.ts';", "import { flow, task } from './all.ts';"],
  [
    'a namespace of a file that exports all stays',
    "import * as sdk from './all.ts';\nconst { flow } = sdk;",
    "import { task } from './all.ts';\nimport * as sdk from './all.ts';\nconst { flow } = sdk;",
  ],
  [
    'a file that exports a part has no more',
    "import { flow } from './some.ts';",
    "import { task } from 'millrace';\nimport { flow } from './some.ts';",
  ],
  ['an alias that is required stays', "const { flow } = require('#sdk');", "const { flow, task } = require('#sdk');"],
  [
    'the first comment of a file stays first',
    "// @ts-nocheck\nimport { readFile } from 'node:fs';\nimport * as sdk from '#sdk';\nconst { flow } = sdk;",
    "// @ts-nocheck\nimport { readFile } from 'node:fs';\nimport { task } from '#sdk';\nimport * as sdk from '#sdk';\nconst { flow } = sdk;",
  ],
  [
    'a directive stays first',
    "'use strict';\nfunction sdk() {\n  return require('millrace');\n}\nconst { flow } = sdk();",
    "'use strict';\nconst { task } = require('millrace');\nfunction sdk() {\n  return require('millrace');\n}\nconst { flow } = sdk();",
  ],
  [
    'types of the name are no import of it, and nothing can be done',
    "import type { task } from 'millrace';\nimport { flow } from 'millrace';",
    "import type { task } from 'millrace';\nimport { flow } from 'millrace';",
  ],
  [
    'a name that is taken is not imported',
    "import { flow } from 'millrace';\nconst task = 1;",
    "import { flow } from 'millrace';\nconst task = 1;",
  ],
  [
    'types alone are no import of values',
    "import type { Flow } from 'millrace';\nimport { flow } from 'millrace';",
    "import type { Flow } from 'millrace';\nimport { flow, task } from 'millrace';",
  ],
  [
    'other packages stay as they are',
    "import { task as other } from 'elsewhere';\nimport { flow } from 'millrace';",
    "import { task as other } from 'elsewhere';\nimport { flow, task } from 'millrace';",
  ],
  [
    'the line of a program stays first',
    "#!/usr/bin/env node\nimport * as sdk from 'millrace';\nconst { flow } = sdk;",
    "#!/usr/bin/env node\nimport { task } from 'millrace';\nimport * as sdk from 'millrace';\nconst { flow } = sdk;",
  ],
  [
    'a comment behind the last name stays a comment',
    "import {\n  flow,\n  sequential, // one by one\n} from 'millrace';",
    "import { task,\n  flow,\n  sequential, // one by one\n} from 'millrace';",
  ],
  [
    'lines that end as in Windows go on to',
    "import * as sdk from 'millrace';\r\nconst { flow } = sdk;\r",
    "import { task } from 'millrace';\r\nimport * as sdk from 'millrace';\r\nconst { flow } = sdk;\r",
  ],
  ['what is required gets longer', "const { flow } = require('millrace');", "const { flow, task } = require('millrace');"],
  ['what is required is not required again', "const { flow, task } = require('millrace');", "const { flow, task } = require('millrace');"],
  [
    'a namespace that is required gets a require beside it',
    "const sdk = require('millrace');\nconst { flow } = sdk;",
    "const { task } = require('millrace');\nconst sdk = require('millrace');\nconst { flow } = sdk;",
  ],
  [
    'a dynamic import at the top gets longer',
    "const { flow } = await import('millrace');",
    "const { flow, task } = await import('millrace');",
  ],
];

for (const [name, before, after] of cases) {
  test(name, () => {
    const text = before + rest;
    const file = projectOf({ ...around, 'flows.ts': text }).file('flows.ts');
    const edits = file === undefined ? undefined : importEdits(text, file, 'task');
    assert.equal(applyEdits(text, edits ?? []), after + rest);
  });
}

/** How the file calls `task`, and whether that needs an import. */
const written: readonly (readonly [before: string, name: string, imports: boolean])[] = [
  ["import { flow, task } from 'millrace';", 'task', false],
  ["import { flow, task as step } from 'millrace';", 'step', false],
  ["import * as sdk from 'millrace';\nconst { flow } = sdk;", 'sdk.task', false],
  ["import sdk from 'millrace';\nconst { flow } = sdk;", 'sdk.task', false],
  ["import * as all from './all.ts';\nconst { flow } = all;", 'all.task', false],
  ["import * as some from './some.ts';\nconst { flow } = some;", 'task', true],
  ["const sdk = require('millrace');\nconst { flow } = sdk;", 'sdk.task', false],
  ["const { flow, task: step } = require('millrace');", 'step', false],
  ["import type * as types from 'millrace';\nimport { flow } from 'millrace';", 'task', true],
  ["import { flow } from 'millrace';", 'task', true],
];

for (const [before, name, imports] of written) {
  test(`task is called ${name} with ${before.split('\n')[0]}`, () => {
    const text = before + rest;
    const file = projectOf({ ...around, 'flows.ts': text }).file('flows.ts');
    assert.ok(file !== undefined);
    const found = nameOfSdk(text, file, 'task');
    assert.equal(found?.written, name);
    assert.equal((found?.edits.length ?? 0) > 0, imports);
  });
}
