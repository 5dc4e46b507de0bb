import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entity, LinkedFile } from '../../../server/model/entities.ts';
import type { Value } from '../../../server/model/value.ts';
import { lineAt } from '../../../server/model/span.ts';
import { projectOf } from '../../support/project-of.ts';

/** Every way to get at a flow: lines that end in `// flow` use `.submit` of one, `// task` of a task, and no other line does. */
const reached: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a named import': {
    'flows.ts': `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      etl.submit({}); // flow`,
  },
  'renamed and namespace imports of the SDK': {
    'a.ts': `import { flow as f, task as t } from 'millrace';
      import * as sdk from 'millrace';
      const one = f({ name: 'one' }, async () => 1);
      const two = sdk.flow({ name: 'two' }, async () => 1);
      const load = t({ name: 'load' }, async () => 1);
      one.submit({}); // flow
      two.submit({}); // flow
      load.submit({}); // task`,
  },
  'other files, by name, default, namespace and barrel': {
    'flows/etl.ts': `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      export default flow({ name: 'main' }, async () => 2);`,
    'flows/index.ts': `export * from './etl.ts';
      export { default as main } from './etl.ts';
      export * as all from './etl.js';
      export * from './circle.ts';`,
    'flows/circle.ts': `export * from './index.ts';`,
    'run.ts': `import main, { etl as renamed } from './flows/etl.ts';
      import * as flows from './flows';
      import { main as again, all, etl } from './flows/index.js';
      main.submit({}); // flow
      renamed.submit({}); // flow
      flows.etl.submit({}); // flow
      again.submit({}); // flow
      all.etl.submit({}); // flow
      etl['submit']({}); // flow
      flows.nothing.submit({});`,
  },
  'values that lead back to themselves': {
    'a.ts': `import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      let list = [etl];
      list = [...list, etl];
      list[0].submit({}); // flow
      const first = [...second];
      const second = [...first, etl];
      for (const item of first) item.submit({}); // flow
      const options = { ...others };
      const others = { ...options, etl };
      options.none.submit({});
      options.etl.submit({}); // flow
      let state = { run: etl };
      state = { run: state.run };
      state.run.submit({}); // flow
      class A extends B { static own = etl; static again = A.own; }
      class B extends A {}
      A.none.submit({});
      A.again.submit({}); // flow`,
  },
  'CommonJS and dynamic imports': {
    'etl.js': `const { flow } = require('millrace');
      const etl = flow({ name: 'etl' }, async () => 1);
      module.exports = { etl, other: 1 };`,
    'more.cjs': `const m = require('millrace');
      exports.more = m.flow({ name: 'more' }, async () => 1);`,
    'run.js': `const { etl } = require('./etl');
      const all = require('./etl.js');
      const { more } = require('./more.cjs');
      async function go() {
        const late = await import('./etl.js');
        late.etl.submit({}); // flow
        const { etl: again } = await import('./etl.js');
        again.submit({}); // flow
      }
      etl.submit({}); // flow
      all.etl.submit({}); // flow
      all.other.submit({});
      more.submit({}); // flow`,
  },
  'objects, lists, classes and factories': {
    'a.ts': `import { flow, task } from 'millrace';
      const make = (name: string) => flow({ name }, async () => 1);
      async function later() { return make('late'); }
      const registry = { etl: make('a'), nested: { deep: make('b') }, load: task({ name: 'l' }, async () => 1) };
      const list = [make('c'), make('d')];
      class Flows {
        static shared = make('e');
        own = make('f');
        run() { this.own.submit({}); } // flow
      }
      class More extends Flows {}
      registry.etl.submit({}); // flow
      registry.nested.deep.submit({}); // flow
      registry.load.submit({}); // task
      list[0].submit({}); // flow
      for (const each of list) each.submit({}); // flow
      const [first] = list;
      first.submit({}); // flow
      Flows.shared.submit({}); // flow
      new Flows().own.submit({}); // flow
      new More().own.submit({}); // flow
      const { nested: { deep } } = registry;
      deep.submit({}); // flow
      const { submit } = registry.etl; // flow
      const go = registry.etl.submit; // flow
      (await later()).submit({}); // flow
      const { ...rest } = registry;
      rest.etl.submit({}); // flow`,
  },
  'what holds itself': {
    'a.ts': `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      let list: any = [];
      list.push(...list, etl);
      for (const one of list) one.submit({}); // flow
      const object: any = {};
      object.self = object;
      object.self.self.submit({});
      function f(x: any): any { return [f(x), ...f([x, f])]; }
      f(etl)[0].submit({});
      const map = new Map();
      map.set(map, map);
      map.get(map).get(map).submit({});
      class K { static k = new K(); self() { return this; } }
      new K().self().submit({});
      function g(call: any) { return g((x: any) => call(call)); }
      g((x: any) => x.submit({}));
      function* gen(): any { yield* gen(); yield gen; }
      for (const one of gen()) one.submit({});
      namespace N { export const n: any = N; }
      N.n.n.submit({});`,
  },
  'options, conditions, casts and late assignment': {
    'a.ts': `import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      const other = flow({ name: 'other' }, async () => 1);
      etl.withOptions({ retries: 1 }).submit({}); // flow
      (Math.random() > 0.5 ? etl : other).submit({}); // flow
      (etl as unknown as { submit(x: object): void }).submit({}); // flow
      etl!.submit({}); // flow
      etl?.submit({}); // flow
      let late;
      late = etl;
      late.submit({}); // flow`,
  },
  'parameters and types': {
    'a.ts': `import type { AnyFlow, Flow as F, TaskFuture } from 'millrace';
      import type { Task } from 'millrace';
import { flow } from 'millrace';
      interface Jobs { etl: F<{}, void>; all: F<{}, void>[] }
      function go(one: F<{}, void>, two: AnyFlow, task: Task<{}, void>, jobs: Jobs, { etl }: Jobs) {
        one.submit({}); // flow
        two.submit({}); // flow
        task.submit({}); // task
        jobs.etl.submit({}); // flow
        jobs.all[0].submit({}); // flow
        for (const job of jobs.all) job.submit({}); // flow
        etl.submit({}); // flow
      }
      const etl = flow({ name: 'etl' }, async () => 1);
      const use = (it: typeof etl) => it.submit({}); // flow
      const generic = <T extends F<{}, void>>(it: T) => it.submit({}); // flow`,
  },
  'paths of tsconfig.json and packages of the workspace': {
    'tsconfig.json': `{ // comments are fine
      "compilerOptions": { "baseUrl": ".", "paths": { "@flows/*": ["src/flows/*"], }, } }`,
    'packages/jobs/package.json': '{ "name": "@acme/jobs", "main": "dist/index.js" }',
    'packages/jobs/src/index.ts': `import { flow } from 'millrace';
      export const job = flow({ name: 'job' }, async () => 1);`,
    'src/flows/etl.ts': `import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);`,
    'src/run.ts': `import { etl } from '@flows/etl';
      import { job } from '@acme/jobs';
      etl.submit({}); // flow
      job.submit({}); // flow`,
  },
};

/** What looks like a flow and is none. */
const silent: Readonly<Record<string, string>> = {
  'a function of the same name': `const flow = (o: object, f: () => void) => ({ submit() {} });
    const etl = flow({ name: 'etl' }, () => {});
    etl.submit({});`,
  'a name that is shadowed': `import { flow } from 'millrace';
    const etl = flow({ name: 'etl' }, async () => 1);
    function go(etl: { submit(): void }) { etl.submit(); }
    { const etl = form(); etl.submit(); }`,
  'a form, a package and an unknown value': `import { flow } from 'other-package';
    const form = document.querySelector('form');
    form.submit();
    flow({ name: 'x' }, () => {}).submit();
    anything.submit();`,
  'a circle': `import { flow } from 'millrace';
    const a = b; const b = a;
    a.submit();`,
};

for (const [title, files] of Object.entries(reached)) {
  test(`reached: ${title}`, () => {
    const project = projectOf(files);
    for (const [path, text] of Object.entries(files)) {
      if (path.endsWith('.json')) continue;
      const file = project.file(path);
      assert.ok(file !== undefined);
      const expected = text.split('\n').flatMap((line, index) => {
        const kind = /\/\/ (flow|task)$/.exec(line)?.[1];
        return kind === undefined ? [] : [`${path}:${index + 1} ${kind}`];
      });
      assert.deepEqual(submitted(file), expected);
    }
  });
}

for (const [title, text] of Object.entries(silent)) {
  test(`silent: ${title}`, () => {
    const file = projectOf({ 'a.ts': text }).file('a.ts');
    assert.ok(file !== undefined);
    assert.deepEqual(submitted(file), []);
  });
}

/** The lines where `.submit` of a flow or task is read or called. */
function submitted(file: LinkedFile): string[] {
  const receivers: { object: Value; start: number }[] = [
    ...file.model.calls.flatMap(({ callee }) =>
      callee.kind === 'member' && callee.name === 'submit' ? [{ object: callee.object, start: callee.nameSpan.start }] : [],
    ),
    ...file.model.accesses.filter(({ name }) => name === 'submit').map(({ object, nameSpan }) => ({ object, start: nameSpan.start })),
  ];
  const lines = receivers.flatMap(({ object, start }) => {
    const kind = kindOf(file.entityOf(object));
    return kind === undefined ? [] : [[lineAt(file.model.lineStarts, start) + 1, kind] as const];
  });
  return lines.toSorted(([a], [b]) => a - b).map(([line, kind]) => `${file.path}:${line} ${kind}`);
}

function kindOf(entity: Entity): string | undefined {
  if (entity.kind === 'flow' || entity.kind === 'task') return entity.kind;
  if (entity.kind !== 'union') return undefined;
  return entity.of.map((part) => kindOf(part)).find((kind) => kind !== undefined);
}
