import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumeRun } from '../../../client/commands/resume.ts';
import { flowRunRow } from '../../support/entities.ts';
import { errorOf, fakeContext } from '../../support/fake-context.ts';

const schema = { type: 'object', title: 'Approval', required: ['approved'], properties: { approved: { type: 'boolean' } } };

interface Options {
  /** Names of inputs as a paused state has them; none for a run that only waits. */
  keys?: Record<string, string>;
  inputs?: Record<string, string>;
  status?: 'ACCEPT' | 'REJECT';
}

async function open({ keys, inputs = {}, status = 'ACCEPT' }: Options) {
  const bodies: unknown[] = [];
  const row = flowRunRow('p', 'PAUSED');
  const { state } = row;
  if (state !== null && keys !== undefined) state.stateDetails = { ...state.stateDetails, runInputKeyset: keys };
  const made = await fakeContext({
    respond: ({ path, body }) => {
      if (path === '/flow_runs/p') return row;
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      const input = /^\/flow_runs\/p\/input\/(.+)$/.exec(path)?.[1];
      if (input !== undefined) return inputs[input];
      if (path !== '/flow_runs/p/resume') return [];
      bodies.push(body);
      return { status, state: null, details: { type: 'reject_details', reason: "'approved' is a required property" } };
    },
  });
  return { ...made, bodies };
}

const keys = { schema: 'paused-1-schema', description: 'paused-1-description', response: 'paused-1-response' };
const inputs = { 'paused-1-schema': JSON.stringify(schema), 'paused-1-description': JSON.stringify('Ship it?') };

test('a paused run that asks for nothing goes on at once', async () => {
  const { context, bodies, forms } = await open({});
  await resumeRun(context, 'run:p');
  assert.deepEqual([bodies, forms], [[{}], []]);
});

test('a run that asks for input opens a form of what it asks for, and goes on with the answer', async () => {
  const { context, bodies, forms } = await open({ keys, inputs });
  await resumeRun(context, 'run:p');
  const [form] = forms;
  assert.deepEqual([form?.title, form?.action, form?.description, form?.schema], ['Resume name-p', 'Resume', 'Ship it?', schema]);
  assert.deepEqual(bodies, []);
  await form?.submit({ approved: true }, undefined);
  assert.deepEqual(bodies, [{ run_input: { approved: true } }]);
});

test('an answer that the server refuses leaves the form open, with the reason', async () => {
  const { context, forms } = await open({ keys, inputs, status: 'REJECT' });
  await resumeRun(context, 'run:p');
  const error = await errorOf(Promise.resolve(forms[0]?.submit({}, undefined)));
  assert.match(error.message, /was not resumed: 'approved' is a required property/);
});

test('a run whose schema is gone can still be answered', async () => {
  const { context, forms } = await open({ keys });
  await resumeRun(context, 'run:p');
  assert.deepEqual([forms[0]?.schema, forms[0]?.description], [undefined, undefined]);
});
