import { test } from 'node:test';
import { ioWithoutRetries } from '../../../server/rules/io-without-retries.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
import * as https from 'node:https';
`;

test('a task that goes over the network without retries is told of', () =>
  checkRule(
    ioWithoutRetries,
    `${head}
      export const one = task({ name: 'one' }, async () => (await fetch('https://example.com')).status);
      //                              ^^^^^ Task 'one' calls fetch and has no retries
      export const two = task({ name: 'two', timeoutSeconds: 5 }, async () => {
      //                              ^^^^^ Task 'two' calls https.get
        https.get('https://example.com');
      });`,
  ));

test('with retries, without a network, and in flows nothing is said', () =>
  checkRule(
    ioWithoutRetries,
    `${head}
      const options = { retries: 3, retryDelaySeconds: 10 };
      export const one = task({ name: 'one', ...options }, async () => fetch('https://example.com'));
      export const two = task({ name: 'two' }, async () => 1);
      export const three = flow({ name: 'three' }, async () => fetch('https://example.com'));
      export const four = async () => fetch('https://example.com');
      export const make = (retries: object) => task({ name: 'five', ...retries }, async () => fetch('https://example.com'));`,
  ));

test('callbacks, other clients and variants', () =>
  checkRule(
    ioWithoutRetries,
    `${head}
      import axios from 'axios';
      export const one = task({ name: 'one' }, async ({ urls }: { urls: string[] }) => Promise.all(urls.map((url) => axios.get(url))));
      //                              ^^^^^ Task 'one' calls axios.get
      export const two = one.withOptions({ timeoutSeconds: 10 });`,
  ));

test('requests that are tried again, or done without, where they stand', () =>
  checkRule(
    ioWithoutRetries,
    `${head}
      import got from 'got';
      import pRetry from 'p-retry';
      export const one = task({ name: 'one' }, async () => {
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await fetch('https://example.com');
          } catch (error) {
            if (attempt > 3) throw error;
          }
        }
      });
      export const two = task({ name: 'two' }, async () => {
        try {
          return (await fetch('https://example.com')).ok;
        } catch {
          return false;
        }
      });
      export const three = task({ name: 'three' }, async () => pRetry(async () => fetch('https://example.com'), { retries: 3 }));
      export const four = task({ name: 'four' }, async () => got.get('https://example.com', { retry: { limit: 3 } }));
      export const five = task({ name: 'five' }, async () => {
      //                               ^^^^^^ Task 'five' calls fetch
        try {
          return await fetch('https://example.com');
        } catch (error) {
          throw new Error('unreachable', { cause: error });
        }
      });`,
  ));
