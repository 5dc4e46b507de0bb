import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobVariables } from '../../../runtime/worker/job-variables.ts';
import { jobVariables } from '../../../runtime/worker/job-variables.ts';

const template = (variables: Record<string, unknown>): { baseJobTemplate: Record<string, unknown> } => ({
  baseJobTemplate: {
    variables: { properties: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { default: value }])) },
  },
});

const none: JobVariables = { command: undefined, env: {}, workingDir: undefined, streamOutput: true };

const table: { what: string; pool: object; deployment?: object; run?: object | null; is: Partial<JobVariables> }[] = [
  { what: 'nothing', pool: {}, is: {} },
  { what: 'an empty template', pool: { variables: {} }, is: {} },
  {
    what: "the template's defaults",
    pool: template({ command: 'x', working_dir: '/a' }).baseJobTemplate,
    is: { command: 'x', workingDir: '/a' },
  },
  {
    what: 'the deployment over the template',
    pool: template({ command: 'x' }).baseJobTemplate,
    deployment: { command: 'y' },
    is: { command: 'y' },
  },
  {
    what: 'the run over the deployment',
    pool: {},
    deployment: { working_dir: '/a' },
    run: { working_dir: '/b' },
    is: { workingDir: '/b' },
  },
  { what: 'empty texts', pool: {}, deployment: { command: '', working_dir: '' }, is: {} },
  { what: 'null', pool: template({ command: 'x' }).baseJobTemplate, deployment: { command: null }, is: {} },
  {
    what: 'values of env that are no texts',
    pool: {},
    deployment: { env: { A: 1, B: true, C: null } },
    is: { env: { A: '1', B: 'true', C: null } },
  },
  { what: 'an env that is none', pool: {}, deployment: { env: 'A=1' }, is: {} },
  { what: 'output that is not streamed', pool: {}, deployment: { stream_output: false }, is: { streamOutput: false } },
  { what: 'a schema without defaults', pool: { variables: { properties: { command: { type: 'string' }, odd: 7 } } }, is: {} },
];

for (const { what, pool, deployment, run = null, is } of table) {
  test(`the process of a run with ${what}`, () => {
    const given = deployment === undefined ? undefined : { jobVariables: { ...deployment } };
    const result = jobVariables({ baseJobTemplate: { ...pool } }, given, { jobVariables: run === null ? null : { ...run } });
    assert.deepEqual(result, { ...none, ...is });
  });
}
