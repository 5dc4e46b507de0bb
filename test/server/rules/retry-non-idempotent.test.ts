import { test } from 'node:test';
import { retryNonIdempotent } from '../../../server/rules/retry-non-idempotent.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { task } from 'millrace';
const options = { retries: 3, retryDelaySeconds: 10 };
`;

test('a POST in a task with retries is told of', () =>
  checkRule(
    retryNonIdempotent,
    `${head}
      import axios from 'axios';
      import * as undici from 'undici';
      export const one = task({ name: 'one', ...options }, async ({ item }: { item: string }) => {
        await fetch('https://shop.example/orders', { method: 'POST', body: item });
        //    ^^^^^ Task 'one' is tried again up to 3 times, and each try sends this POST
        await axios.post('https://shop.example/orders', { item });
        //          ^^^^ Send an Idempotency-Key that is the same for every try
        await undici.request('https://shop.example/orders', { method: 'post' });
        //           ^^^^^^^ Task 'one'
      });`,
  ));

test('constants are followed', () =>
  checkRule(
    retryNonIdempotent,
    `${head}
      const init = { method: 'POST' };
      export const one = task({ name: 'one', retries: 1 }, async () => {
        const send = () => fetch('https://shop.example/orders', init);
        //                 ^^^^^ is tried again once, and
        return send();
      });`,
  ));

test('keys, other methods, no retries and headers that cannot be seen are right', () =>
  checkRule(
    retryNonIdempotent,
    `${head}
      export const one = task({ name: 'one', ...options }, async ({ key, headers, init }: { key: string; headers: Headers; init: RequestInit }) => {
        await fetch('https://shop.example/orders', { method: 'POST', headers: { 'Idempotency-Key': key } });
        await fetch('https://shop.example/orders', { method: 'POST', headers: { 'X-Request-Id': key } });
        await fetch('https://shop.example/orders', { method: 'POST', headers });
        await fetch('https://shop.example/orders', init);
        await fetch('https://shop.example/orders', { method: 'PUT' });
        await fetch('https://shop.example/orders');
      });
      export const two = task({ name: 'two' }, async () => fetch('https://shop.example/orders', { method: 'POST' }));
      export const three = async () => fetch('https://shop.example/orders', { method: 'POST' });`,
  ));

test('variants, callbacks and other clients', () =>
  checkRule(
    retryNonIdempotent,
    `${head}
      import got from 'got';
      export const one = task({ name: 'one', ...options }, async ({ items }: { items: string[] }) => {
        await Promise.all(items.map((body) => fetch('https://shop.example/orders', { method: 'POST', body })));
        //                                    ^^^^^ Task 'one'
        await got.post('https://shop.example/orders');
        //        ^^^^ Task 'one'
        await got.get('https://shop.example/orders');
      });
      export const once = task({ name: 'once', retries: 0 }, async () => fetch('https://shop.example/orders', { method: 'POST' }));`,
  ));

test('questions that are posted, and tasks that say what is worth another try', () =>
  checkRule(
    retryNonIdempotent,
    `import { task } from 'millrace';
      const index = 'products';
      export const one = task({ name: 'one', retries: 3 }, async ({ body }: { body: string }) => {
        await fetch('https://example.com/products/_search', { method: 'POST', body });
        await fetch(\`https://example.com/\${index}/_search?size=1\`, { method: 'POST', body });
        await fetch('https://example.com/graphql', { method: 'POST', body });
        await fetch('https://example.com/oauth/token', { method: 'POST', body });
        await fetch('https://example.com/orders', { method: 'POST', body });
      //      ^^^^^ each try sends this POST
      });
      export const two = task({ name: 'two', retries: 3, retryCondition: (error) => String(error).includes('429') }, async () =>
        fetch('https://example.com/orders', { method: 'POST' }),
      );`,
  ));

test('of axios the second argument is what is sent', () =>
  checkRule(
    retryNonIdempotent,
    `${head}
      import axios from 'axios';
      import ky from 'ky';
      export const one = task({ name: 'one', ...options }, async ({ order, given }: { order: object; given: object }) => {
        await axios.post('https://shop.example/orders', order);
        //          ^^^^ each try sends this POST
        await axios.post('https://shop.example/orders', order, { timeout: 5000 });
        //          ^^^^ each try sends this POST
        await axios.post('https://shop.example/orders', order, given);
        await axios.post('https://shop.example/orders', order, { headers: { 'Idempotency-Key': '1' } });
        await ky.post('https://shop.example/orders', given);
      });`,
  ));
