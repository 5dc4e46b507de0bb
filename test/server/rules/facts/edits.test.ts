import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importEdits, indentAt, requoted } from '../../../../server/rules/facts/edits.ts';
import { applyEdits } from '../../../../server/workspace/lint-file.ts';
import { projectOf } from '../../../support/project-of.ts';

const rest = "\nconst etl = flow({ name: 'etl' }, async () => 1);\n";

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
    const model = projectOf({ 'flows.ts': text }).file('flows.ts')?.model;
    const edits = model === undefined ? undefined : importEdits(text, model, 'task');
    assert.equal(applyEdits(text, edits ?? []), after + rest);
  });
}

test('a string keeps its quotes', () => {
  assert.equal(requoted("a('x')", { start: 2, end: 5 }, 'new'), "'new'");
  assert.equal(requoted('a("x")', { start: 2, end: 5 }, 'new'), '"new"');
  assert.equal(requoted('a(`x`)', { start: 2, end: 5 }, 'new'), '`new`');
  assert.equal(requoted('cron: x', { start: 6, end: 7 }, 'new'), 'new');
});

test('the white space of a line is that before its first sign', () => {
  const text = 'a\n    b c\n\td';
  assert.equal(indentAt(text, 0), '');
  assert.equal(indentAt(text, text.indexOf('c')), '    ');
  assert.equal(indentAt(text, text.indexOf('d')), '\t');
});
