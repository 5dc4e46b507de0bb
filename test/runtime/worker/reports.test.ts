import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../../runtime/api/client.ts';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { makeState } from '../../../runtime/core/make-state.ts';
import type { State, StateProposal, StateType } from '../../../runtime/core/state.ts';
import type { Exit } from '../../../runtime/worker/children.ts';
import { crashOf, reportExit, reportVerdicts } from '../../../runtime/worker/reports.ts';

const exits: { exit: Exit; reason?: string; message: string }[] = [
  { exit: { code: 0, signal: null }, message: 'ended before the run was final.' },
  { exit: { code: 3, signal: null }, message: 'exited with status code 3.' },
  { exit: { code: 1, signal: null }, reason: 'Error: no', message: 'exited with status code 1: Error: no' },
  { exit: { code: null, signal: 'SIGTERM' }, message: 'was ended by SIGTERM.' },
  {
    exit: { code: null, signal: 'SIGKILL' },
    message: 'was ended by SIGKILL: it was killed from outside, or the machine ran out of memory.',
  },
  { exit: { code: null, signal: 'SIGABRT' }, message: 'was ended by SIGABRT: it aborted, as Node does when its heap is full.' },
  { exit: { code: 139, signal: null }, message: 'exited with status code 139 (SIGSEGV): it crashed in native code.' },
  { exit: { code: 200, signal: null }, message: 'exited with status code 200.' },
];

for (const { exit, reason, message } of exits) {
  test(`a process that ${message}`, () => {
    const crash = crashOf(exit, { name: 'run' }, reason);
    assert.deepEqual([crash.type, crash.message], ['CRASHED', `Process for flow run 'run' ${message}`]);
  });
}

const proposal: StateProposal = { type: 'CRASHED', name: 'Crashed', message: 'gone' };

/** A client that has one run, and answers the first reads with these errors. */
function server(run: Partial<FlowRun>, errors: Error[] = []) {
  const proposed: unknown[] = [];
  const flowRuns = {
    async read() {
      const error = errors.shift();
      if (error) throw error;
      return { empiricalPolicy: {}, ...run };
    },
    async setState(_path: object, body: { state: StateProposal; force?: boolean }) {
      proposed.push([body.state.name, body.force]);
      return { status: 'ACCEPT', state: null, details: { type: 'accept_details' } };
    },
  };
  return { client: { flowRuns } as unknown as Pick<Client, 'flowRuns'>, proposed };
}

const state = (type: StateType, details = {}) => ({ ...makeState(type), stateDetails: details });

const ends: { what: string; run: Partial<FlowRun>; proposed: unknown[] }[] = [
  { what: 'runs', run: { state: state('RUNNING') }, proposed: [['Crashed', false]] },
  { what: 'is pending', run: { state: state('PENDING') }, proposed: [['Crashed', false]] },
  { what: 'has no state', run: { state: null }, proposed: [['Crashed', false]] },
  { what: 'is being cancelled', run: { state: state('CANCELLING') }, proposed: [['Cancelled', true]] },
  { what: 'is final', run: { state: state('COMPLETED') }, proposed: [] },
  { what: 'is suspended', run: { state: state('PAUSED', { pauseReschedule: true }) }, proposed: [] },
  { what: 'is paused in its process', run: { state: state('PAUSED') }, proposed: [['Crashed', false]] },
  { what: 'is scheduled anew', run: { state: state('SCHEDULED') }, proposed: [] },
  {
    what: 'waits in its process for a retry',
    run: { state: state('SCHEDULED'), empiricalPolicy: { retryType: 'in_process' } },
    proposed: [['Crashed', false]],
  },
];

for (const { what, run, proposed } of ends) {
  test(`the end of the process of a run that ${what}`, async () => {
    const told = server(run);
    await reportExit(told.client, { id: 'run' }, proposal);
    assert.deepEqual(told.proposed, proposed);
  });
}

test('the end is told until the server hears it, unless the run was deleted', async () => {
  const told = server({ state: state('RUNNING') }, [new MillraceError('unreachable', 'down')]);
  await reportExit(told.client, { id: 'run' }, proposal);
  assert.deepEqual(told.proposed, [['Crashed', false]]);
  const deleted = server({}, [new MillraceError('not-found', 'gone')]);
  await reportExit(deleted.client, { id: 'run' }, proposal);
  assert.deepEqual(deleted.proposed, []);
});

test('a worker that is to end waits no longer for a server that does not answer', async () => {
  const ending = new AbortController();
  const away = server({ state: state('RUNNING') }, [
    new MillraceError('unreachable', 'down'),
    new MillraceError('unreachable', 'still down'),
  ]);
  const told = reportExit(away.client, { id: 'run' }, proposal, ending.signal);
  ending.abort();
  await assert.rejects(told, /down/);
  assert.deepEqual(away.proposed, []);
  const back = server({ state: state('RUNNING') });
  await reportExit(back.client, { id: 'run' }, proposal, ending.signal);
  assert.deepEqual(back.proposed, [['Crashed', false]]);
});

for (const { lost, status, ended } of [
  { lost: 'its answer', status: undefined, ended: true },
  { lost: 'its first answer, after which it was sent again', status: 'ABORT', ended: true },
  { lost: 'nothing, and somebody else was quicker', status: 'ABORT', ended: false },
]) {
  test(`a proposal that lost ${lost}, ${ended ? 'has' : 'has not'} ended the run`, async () => {
    let now: Partial<State> = state('RUNNING');
    const flowRuns = {
      read: async () => ({ empiricalPolicy: {}, state: now }),
      setState: async (_path: object, body: { state: StateProposal }) => {
        now = { ...state('CRASHED'), message: ended ? (body.state.message ?? null) : 'silent for long' };
        if (status === undefined) throw new MillraceError('unreachable', 'no answer');
        return { status };
      },
    };
    const client = { flowRuns } as unknown as Pick<Client, 'flowRuns'>;
    assert.equal(await reportExit(client, { id: 'run' }, proposal), ended);
  });
}

test('what a process left behind is told of each run, and a failure to do so is logged', async () => {
  const told: string[] = [];
  const resource = (kind: string) => ({
    async setState({ id }: { id: string }, { force }: { force?: boolean }) {
      if (id === 'lost') throw new Error('no such run');
      told.push(`${kind} ${id} ${force}`);
    },
  });
  const client = { flowRuns: resource('flow'), taskRuns: resource('task') } as unknown as Pick<Client, 'flowRuns' | 'taskRuns'>;
  const verdicts = [
    { kind: 'task-run' as const, id: 't', state: proposal },
    { kind: 'flow-run' as const, id: 'lost', state: proposal },
    { kind: 'flow-run' as const, id: 'f', state: proposal },
  ];
  await reportVerdicts(client, verdicts, (text) => void told.push(text));
  assert.deepEqual(told, ['task t true', 'The end of flow-run lost could not be reported: no such run', 'flow f true']);
});
