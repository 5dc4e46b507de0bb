import { test } from 'node:test';
import { missingTimeout } from '../../../server/rules/missing-timeout.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
`;

test('requests and waits without a limit are told of', () =>
  checkRule(
    missingTimeout,
    `${head}
      export const one = task({ name: 'one' }, async () => fetch('https://example.com'));
      //                              ^^^^^ Task 'one' calls fetch and has no timeout
      export const etl = flow({ name: 'etl' }, async () => {
        const run = await runDeployment('a/b');
        //                ^^^^^^^^^^^^^ runDeployment has no timeout: if no worker picks up the run
        await waitForFlowRuns([run], { onChange: () => undefined });
        //    ^^^^^^^^^^^^^^^ waitForFlowRuns has no timeout
      });`,
  ));

test('limits, and what is not known, are right', () =>
  checkRule(
    missingTimeout,
    `${head}
      export const one = task({ name: 'one', timeoutSeconds: 60 }, async () => fetch('https://example.com'));
      export const two = task({ name: 'two' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async ({ options }: { options: object }) => {
        const run = await runDeployment('a/b', { timeout: 0 });
        await runDeployment('a/b', options);
        await waitForFlowRuns([run], { timeout: 600 });
      });`,
  ));

test('other clients and variants', () =>
  checkRule(
    missingTimeout,
    `${head}
      import axios from 'axios';
      export const one = task({ name: 'one', retries: 3 }, async () => axios.get('https://example.com'));
      //                              ^^^^^ Task 'one' calls axios.get
      export const patient = one.withOptions({ timeoutSeconds: 10 });
      export const go = async (timeout: number) => runDeployment('a/b', { timeout });`,
  ));

test('requests with a limit of their own, and waits in a flow with one', () =>
  checkRule(
    missingTimeout,
    `${head}
      import axios from 'axios';
      export const one = task({ name: 'one' }, async ({ init }: { init: RequestInit }) => {
        await fetch('https://example.com', { signal: AbortSignal.timeout(5000) });
        await fetch('https://example.com', init);
        await axios.get('https://example.com', { timeout: 5000 });
      });
      export const two = task({ name: 'two' }, async () => {
      //                              ^^^^^ Task 'two' calls fetch
        await fetch('https://example.com/1', { signal: AbortSignal.timeout(5000) });
        await fetch('https://example.com/2', { method: 'HEAD' });
      });
      export const etl = flow({ name: 'etl', timeoutSeconds: 3600 }, async () => waitForFlowRuns([await runDeployment('a/b')]));
      export const done = async (ids: { id: string }[]) => waitForFlowRuns(ids);`,
  ));
