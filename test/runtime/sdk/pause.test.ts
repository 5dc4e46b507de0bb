import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { flow, pauseFlowRun, resumeFlowRun } from '../../../runtime/sdk/index.ts';
import { openSdkServer } from '../../support/sdk-server.ts';

const { client, close } = await openSdkServer();
after(close);

/** The run of a flow once it is in this state. */
async function until(flowName: string, stateName: string): Promise<string> {
  for (let waited = 0; waited < 5000; waited += 10) {
    const [run] = await client.flowRuns.filter({ flows: { name: { any_: [flowName] } } });
    if (run?.stateName === stateName) return run.id;
    await sleep(10);
  }
  throw new Error(`${flowName} did not become ${stateName}`);
}

test('a paused run goes on when it is resumed, by its id or as it was read', async () => {
  const running = flow({ name: 'paused' }, async () => {
    await pauseFlowRun();
    await pauseFlowRun();
    return 'went on';
  })();
  const id = await until('paused', 'Paused');
  assert.equal((await resumeFlowRun(id)).state?.name, 'Running');
  for (let waited = 0; waited < 5000 && (await client.flowRuns.read({ id })).stateName === 'Running'; waited += 10) await sleep(10);
  await resumeFlowRun(await client.flowRuns.read({ id: await until('paused', 'Paused') }));
  assert.equal(await running, 'went on');
});

test('a run that does not wait cannot be resumed', async () => {
  await flow({ name: 'done' }, async () => 1)();
  await assert.rejects(resumeFlowRun(await until('done', 'Completed')), {
    code: 'conflict',
    message: /cannot be resumed: Cannot resume a flow run that is not paused\./,
  });
});

test('a run that waits for an answer is resumed with one as asked, and gets it', async () => {
  const approval = z.object({ approved: z.boolean() });
  const running = flow({ name: 'asks' }, async () => pauseFlowRun({ waitForInput: approval, description: 'Shall it go?' }))();
  const id = await until('asks', 'Paused');
  const wrong = { input: { approved: 'maybe' } };
  const isAsked = (): Promise<boolean> =>
    client.flowRunInputs.read({ id, key: 'paused-1-schema' }).then(
      () => true,
      () => false,
    );
  for (let waited = 0; waited < 5000 && !(await isAsked()); waited += 10) await sleep(10);
  await assert.rejects(resumeFlowRun(id, wrong), { code: 'conflict', message: /cannot be resumed: Reason: / });
  await resumeFlowRun(id, { input: { approved: true } });
  assert.deepEqual(await running, { approved: true });
});
