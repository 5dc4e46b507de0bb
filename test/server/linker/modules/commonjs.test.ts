import { etlFile, findsAll } from '../../../support/ways.ts';

/** Ways in which a flow gets from one file into another by CommonJS. */
findsAll({
  'module.exports in its variants': {
    'm1.cjs': `const { flow } = require('millrace');\nmodule.exports = flow({ name: 'one' }, async () => 1);`,
    'm2.cjs': `const sdk = require('millrace');\nmodule.exports.etl = sdk.flow({ name: 'two' }, async () => 1);\nmodule.exports.plain = { submit() {} };`,
    'm3.cjs': `const { flow: f } = require('millrace');\nexports.etl = f({ name: 'three' }, async () => 1);`,
    'm4.cjs': `const etl = require('millrace').flow({ name: 'four' }, async () => 1);\nmodule.exports = { etl, renamed: etl, nested: { etl } };`,
    'm5.cjs': `const { flow } = require('millrace');\nmodule.exports = exports = { etl: flow({ name: 'five' }, async () => 1) };`,
    'm6.cjs': `const { flow } = require('millrace');\nexports = module.exports = { etl: flow({ name: 'six' }, async () => 1) };`,
    'm7.cjs': `const { flow } = require('millrace');\nconst api = module.exports;\napi.etl = flow({ name: 'seven' }, async () => 1);`,
    'm8.cjs': `const { flow } = require('millrace');\nmodule.exports['etl'] = flow({ name: 'eight' }, async () => 1);`,
    'm9.cjs': `module.exports = require('./m2.cjs');`,
    'm10.cjs': `module.exports = { ...require('./m2.cjs'), own: { submit() {} } };`,
    'm11.cjs': `Object.assign(exports, require('./m2.cjs'));\nObject.assign(module.exports, { another: require('./m1.cjs') });`,
    'm12.cjs': `const { flow } = require('millrace');\nObject.defineProperty(exports, 'etl', { enumerable: true, get: () => other });\nconst other = flow({ name: 'x' }, async () => 1);\nObject.defineProperty(exports, 'valued', { value: other });`,
    'm13.cjs': `module.exports.get = () => require('./m1.cjs');`,
    'm14.cjs': `const { flow } = require('millrace');\nif (!module.exports.etl) module.exports.etl = flow({ name: '14' }, async () => 1);`,
    'm15.cjs': `const { flow } = require('millrace');\nmodule.exports = class Flows { static etl = flow({ name: '15' }, async () => 1); };`,
    'a.cjs': `const one = require('./m1.cjs');
one.submit(); // flow
require('./m1.cjs').submit(); // flow
require('./m2.cjs').etl.submit(); // flow
require('./m2.cjs').plain.submit();
const { etl, plain } = require('./m2.cjs');
etl.submit(); // flow
plain.submit();
const { etl: three } = require('./m3.cjs');
three.submit(); // flow
const four = require('./m4.cjs');
four.etl.submit(); // flow
four.renamed.submit(); // flow
four.nested.etl.submit(); // flow
four['nested']['etl'].submit(); // flow
require('./m5.cjs').etl.submit(); // flow
require('./m6.cjs').etl.submit(); // flow
require('./m7.cjs').etl.submit(); // flow
require('./m8.cjs').etl.submit(); // flow
require('./m9.cjs').etl.submit(); // flow
require('./m9.cjs').plain.submit();
require('./m10.cjs').etl.submit(); // flow
require('./m10.cjs').own.submit();
require('./m11.cjs').etl.submit(); // flow
require('./m11.cjs').another.submit(); // flow
require('./m12.cjs').etl.submit(); // flow
require('./m12.cjs').valued.submit(); // flow
require('./m13.cjs').get().submit(); // flow
require('./m14.cjs').etl.submit(); // flow
require('./m15.cjs').etl.submit(); // flow
let late;
late = require('./m1.cjs');
late.submit(); // flow
function inside() {
  const { etl } = require('./m4.cjs');
  return etl.submit(); // flow
}
`,
  },
  'CommonJS taken by imports': {
    'm1.cjs': `const { flow } = require('millrace');\nmodule.exports = flow({ name: 'one' }, async () => 1);`,
    'm2.cjs': `const { flow } = require('millrace');\nexports.etl = flow({ name: 'two' }, async () => 1);`,
    'a.ts': `import one from './m1.cjs';
import two, { etl } from './m2.cjs';
import * as all from './m2.cjs';
import eq = require('./m1.cjs');
one.submit(); // flow
two.etl.submit(); // flow
etl.submit(); // flow
all.etl.submit(); // flow
all.default.etl.submit(); // flow
eq.submit(); // flow
`,
  },
  'export = and import =': {
    'etl.ts': etlFile,
    'b.cts': `import { etl } from './etl.ts';\nconst api = { etl, plain: { submit() {} } };\nexport = api;`,
    'a.cts': `import b = require('./b.cts');
b.etl.submit(); // flow
b.plain.submit();
import inner = b.etl;
inner.submit(); // flow
`,
  },
  createRequire: {
    'etl.cjs': `const { flow } = require('millrace');\nexports.etl = flow({ name: 'etl' }, async () => 1);`,
    'a.mjs': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { etl } = require('./etl.cjs');
etl.submit(); // flow
`,
  },
  'what the TypeScript compiler makes of exports': {
    'etl.js': `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.plain = exports.etl = void 0;
const millrace_1 = require("millrace");
exports.etl = (0, millrace_1.flow)({ name: 'etl' }, async () => 1);
exports.plain = { submit() { } };
`,
    'index.js': `"use strict";
var __exportStar = (this && this.__exportStar) || function (m, exports) {};
Object.defineProperty(exports, "renamed", { enumerable: true, get: function () { return etl_1.etl; } });
const etl_1 = require("./etl.js");
__exportStar(require("./etl.js"), exports);
`,
    'a.ts': `import { etl, renamed, plain } from './index.js';
etl.submit(); // flow
renamed.submit(); // flow
plain.submit();
`,
  },
});
