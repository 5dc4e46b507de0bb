import { test } from 'node:test';
import { blockingCallInFlow } from '../../../server/rules/blocking-call-in-flow.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
import { execSync, spawnSync as spawnAndWait, execFile } from 'node:child_process';
import * as crypto from 'crypto';
`;

test('calls that stop the process are reported in flows and tasks', () =>
  checkRule(
    blockingCallInFlow,
    `${head}
      export const one = task({ name: 'one' }, async () => execSync('make').toString());
      //                                                   ^^^^^^^^ execSync() blocks the whole process until it is done: while task 'one' waits for it, other tasks stand still
      export const two = flow({ name: 'two' }, async () => {
        spawnAndWait('make');
      //^^^^^^^^^^^^ while flow 'two' waits for it, other tasks stand still, nothing is logged, and a timeout cannot end it alone. Await promisify(execFile)() instead.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
        //      ^^^^ Await setTimeout() of 'node:timers/promises' instead.
        ['a'].map((password) => crypto.pbkdf2Sync(password, 'salt', 1, 64, 'sha512'));
        //                             ^^^^^^^^^^ Await promisify(pbkdf2)() instead.
      });`,
  ));

test('named functions and default imports', () =>
  checkRule(
    blockingCallInFlow,
    `import { task } from 'millrace';
      import cp from 'child_process';
      export const one = task({ name: 'one' }, compile);
      function compile() {
        return cp.execSync('make');
        //        ^^^^^^^^ Await promisify(exec)() instead.
      }`,
  ));

test('outside of flows, and what does not block for long, is right', () =>
  checkRule(
    blockingCallInFlow,
    `${head}
      import { readFileSync } from 'node:fs';
      import { execSync as other } from './own.ts';
      export const version = execSync('git rev-parse HEAD');
      export const build = () => execSync('make');
      export const one = task({ name: 'one' }, async () => {
        execFile('make');
        other('make');
        return [readFileSync('a'), crypto.randomUUID(), crypto.createHash('sha256')];
      });`,
  ));

test('compression, and the process of a class', () =>
  checkRule(
    blockingCallInFlow,
    `import { flow, task } from 'millrace';
      import zlib, { gzipSync } from 'node:zlib';
      import { scryptSync } from 'node:crypto';
      export class Tasks {
        static readonly pack = task({ name: 'pack' }, async ({ text }: { text: string }) => gzipSync(text));
        //                                                                                  ^^^^^^^^ gzipSync() blocks
      }
      export const etl = flow({ name: 'etl' }, async ({ text }: { text: string }) => [zlib.inflateSync(Buffer.from(text)), scryptSync(text, 'salt', 8)]);
      //                                                                                   ^^^^^^^^^^^ inflateSync()
      //                                                                                                                   ^^^^^^^^^^ scryptSync()
      export const pack = (text: string) => gzipSync(text);`,
  ));
