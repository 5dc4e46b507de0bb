import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { blockingCallInFlow } from '../../../../server/rules/blocking-call-in-flow.ts';
import { effectsWith } from '../../../../server/rules/facts/effects.ts';
import { ioWithoutRetries } from '../../../../server/rules/io-without-retries.ts';
import { missingTimeout } from '../../../../server/rules/missing-timeout.ts';
import { retryNonIdempotent } from '../../../../server/rules/retry-non-idempotent.ts';
import { timeoutCannotInterrupt } from '../../../../server/rules/timeout-cannot-interrupt.ts';
import { Workspace } from '../../../../server/workspace/workspace.ts';
import { checkRule } from '../../../support/check-rule.ts';
import { folderOf } from '../../../support/folder.ts';

const helpers = `
  import { execSync, spawn } from 'node:child_process';
  export function version() { return execSync('git rev-parse HEAD').toString(); }
  export const indirect = () => version();
  export const later = () => () => version();
  export function* lazily() { yield execSync('x'); }
  export async function asynchronously() { return spawn('make'); }
  export class Tools { build() { return this.make(); } make() { return execSync('make'); } static run = () => version(); }
  export function again(): string { return again(); }
  export const retried = (work: () => string) => work();
`;
const lib = `export * from './helpers.ts';\n`;
const head = `import { flow, task } from 'millrace';
      import { version, indirect, later, lazily, asynchronously, Tools, again, retried } from './lib.ts';\n`;

test('calls that block in functions of the project', () =>
  checkRule(blockingCallInFlow, {
    'helpers.ts': helpers,
    'lib.ts': lib,
    'a.ts': `${head}
      export const one = task({ name: 'one' }, async () => version());
      //                                                   ^^^^^^^ version() calls execSync(), which blocks the whole process until it is done: while task 'one' waits
      export const two = flow({ name: 'two' }, async () => {
        const own = () => version();
        //                ^^^^^^^ version() calls execSync()
        indirect();
      //^^^^^^^^ indirect() calls execSync()
        new Tools().build();
        //          ^^^^^ build() calls execSync()
        Tools.run();
        //    ^^^ run() calls execSync()
        return own();
      });
      const tools = new Tools();
      export const three = task({ name: 'three' }, build);
      function build() { return tools.make(); }
      //                              ^^^^ make() calls execSync()
      export const four = task({ name: 'four' }, async () => {
        later();
        lazily();
        await asynchronously();
        again();
        retried(String);
      });
      export const script = () => version();
      const local = (text: string) => text.trim();
      export const five = task({ name: 'five' }, async () => local('x'));`,
  }));

test('a timeout around functions that block', () =>
  checkRule(timeoutCannotInterrupt, {
    'helpers.ts': helpers,
    'lib.ts': lib,
    'a.ts': `${head}
      export const one = task({ name: 'one', timeoutSeconds: 5 }, async () => indirect());
      //                                     ^^^^^^^^^^^^^^ cannot interrupt task 'one': execSync() in indirect() blocks the process
      export const two = task({ name: 'two', timeoutSeconds: 5 }, async () => asynchronously());`,
  }));

const http = `
  import axios from 'axios';
  import pRetry from 'p-retry';
  export async function getJson(url: string) { const answer = await fetch(url); return answer.json(); }
  export const load = (id: string) => getJson('https://example.com/' + id);
  export const stubborn = (url: string) => pRetry(() => fetch(url));
  export async function careful(url: string) { try { return await fetch(url); } catch { return undefined; } }
  export const limited = (url: string) => fetch(url, { signal: AbortSignal.timeout(1000) });
  export const charge = (amount: number) => axios.post('https://example.com/charges', { amount });
  export const search = (text: string) => axios.post('https://example.com/_search', { text });
  export const send = (url: string, headers: object) => fetch(url, { method: 'POST', headers });
  export const keyed = (id: string) => fetch('https://example.com/charges', { method: 'POST', headers: { 'Idempotency-Key': id } });
`;
const client = `import { flow, task } from 'millrace';\n      import { getJson, load, stubborn, careful, limited, charge, search, send, keyed } from './http.ts';\n`;

test('requests in functions of the project', () => {
  checkRule(ioWithoutRetries, {
    'http.ts': http,
    'a.ts': `${client}
      export const one = task({ name: 'one' }, async ({ url }: { url: string }) => getJson(url));
      //                              ^^^^^ Task 'one' calls fetch in getJson() and has no retries
      export const two = task({ name: 'two' }, async () => load('x'));
      //                              ^^^^^ Task 'two' calls fetch in load() and has no retries
      export const three = task({ name: 'three', retries: 3 }, async () => load('x'));
      export const four = task({ name: 'four' }, async () => stubborn('x'));
      export const five = task({ name: 'five' }, async () => careful('x'));
      const fetchWithRetry = (url: string) => getJson(url);
      export const six = task({ name: 'six' }, async () => fetchWithRetry('x'));`,
  });
  checkRule(missingTimeout, {
    'http.ts': http,
    'a.ts': `${client}
      export const one = task({ name: 'one' }, async () => load('x'));
      //                              ^^^^^ Task 'one' calls fetch in load() and has no timeout
      export const two = task({ name: 'two' }, async () => limited('x'));`,
  });
});

test('POSTs in functions of the project', () =>
  checkRule(retryNonIdempotent, {
    'http.ts': http,
    'a.ts': `${client}
      export const one = task({ name: 'one', retries: 3 }, async () => charge(5));
      //                                                               ^^^^^^ Task 'one' is tried again up to 3 times, and each try sends the POST in charge()
      export const two = task({ name: 'two', retries: 3 }, async () => search('x'));
      export const three = task({ name: 'three', retries: 3 }, async () => send('https://example.com', {}));
      export const four = task({ name: 'four', retries: 3 }, async () => keyed('x'));
      export const five = task({ name: 'five' }, async () => charge(5));`,
  }));

test('what functions may do is known by what their files import', () => {
  const effects: readonly (readonly [specifiers: readonly string[], effects: readonly string[]])[] = [
    [[], []],
    [['./other.ts', 'lodash', 'constructor'], []],
    [['node:child_process'], ['blocks']],
    [['axios'], ['requests']],
    [['word:post'], []],
    [
      ['global:fetch', 'word:post'],
      ['requests', 'posts'],
    ],
    [
      ['child_process', 'undici', 'word:post'],
      ['blocks', 'requests', 'posts'],
    ],
  ];
  for (const [specifiers, expected] of effects) assert.deepEqual(effectsWith(specifiers), expected, specifiers.join(', '));
});

for (const [does, text, effect] of [
  ['makes requests', "export const load = () => fetch('/rows');", 'requests'],
  ['sends a POST', "export const load = () => fetch('/rows', { method: 'POST' });", 'posts'],
] as const)
  test(`a function of another file that ${does} is only looked at for that`, async (t) => {
    const folder = folderOf(t, {
      'helpers.ts': text,
      'a.ts':
        "import { task } from 'millrace';\nimport { load } from './helpers.ts';\nexport const one = task({ name: 'one' }, () => load());",
    });
    const workspace = new Workspace({ roots: [folder] });
    for await (const _ of workspace.index());
    const file = workspace.project.file(join(folder, 'a.ts'));
    const index = file?.calls.findIndex(({ call }) => call.callee.kind === 'reference' && call.function >= 0) ?? -1;
    assert.equal(file?.calls[index]?.callee.kind, 'unknown');
    assert.equal(file?.calleeAt(index, 'blocks').kind, 'unknown');
    assert.equal(file?.calleeAt(index, effect).kind, 'function');
  });
