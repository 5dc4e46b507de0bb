import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { commandIds } from '../../../client/contributes.ts';
import { fakeContext } from '../../support/fake-context.ts';
import { done } from '../../support/fake-vscode.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { registerCommands } = await withVscode(() => import('../../../client/vscode/commands.ts'));

beforeEach(() => {
  done.messages.length = 0;
  done.executed.length = 0;
  done.pressed = undefined;
});

async function open(showRun: () => Promise<unknown>) {
  const { context, fake } = await fakeContext();
  const calls: string[] = [];
  const output: unknown = { show: () => calls.push('log shown') };
  const given: unknown[] = [context, output, { 'millrace.showRun': showRun, 'millrace.restartLanguageServer': async () => 'restarted' }];
  const registered: { dispose(): void } = Reflect.apply(registerCommands, undefined, given);
  return { registered, fake, calls, run: async (id: string, ...args: unknown[]) => done.commands.get(id)?.(...args) };
}

test('every contributed command is registered, and all go with the extension', async () => {
  const { registered } = await open(async () => undefined);
  assert.deepEqual([...done.commands.keys()].toSorted(), [...commandIds].toSorted());
  registered.dispose();
  assert.equal(done.commands.size, 0);
});

test('a button whose row is gone does nothing, while the command palette asks for one', async () => {
  const { run } = await open(async () => 'shown');
  assert.equal(await run('millrace.showRun', undefined, undefined), undefined);
  assert.equal(await run('millrace.showRun', undefined, ['run:1', 'run:2']), undefined);
  assert.deepEqual(done.messages, []);
  assert.equal(await run('millrace.showRun', 'run:1', undefined), 'shown');
  assert.equal(await run('millrace.showRun', undefined), 'shown');
  assert.equal(await run('millrace.showRun'), 'shown');
});

test('what a command gives is given to who called it', async () => {
  const { run, calls } = await open(async () => 'shown');
  assert.equal(await run('millrace.showRun'), 'shown');
  assert.equal(await run('millrace.restartLanguageServer'), 'restarted');
  await run('millrace.openOutput');
  assert.deepEqual(calls, ['log shown']);
});

/** What a command throws, what the person reads, and what the button does. */
const faults: readonly [fault: unknown, pressed: string | undefined, messages: string[], executed: string[]][] = [
  [new MillraceError('not-found', 'There is no such run.'), undefined, ['There is no such run. | Open Log'], []],
  [new MillraceError('not-found', 'There is no such run.'), 'Open Log', ['There is no such run. | Open Log'], ['millrace.openOutput']],
  [new MillraceError('unreachable', 'No server is running.'), undefined, ['No server is running. | Start Server'], []],
  [
    new MillraceError('unreachable', 'No server is running.'),
    'Start Server',
    ['No server is running. | Start Server'],
    ['millrace.startServer'],
  ],
  [new MillraceError('cancelled', '"millrace deploy" was cancelled.'), undefined, [], []],
  [new TypeError('x is not a function'), undefined, ['x is not a function | Open Log'], []],
];

for (const [fault, pressed, messages, executed] of faults) {
  test(`${String(fault)} is told${pressed === undefined ? '' : `, and "${pressed}" does it`}`, async () => {
    done.pressed = pressed;
    const { run, fake } = await open(() => Promise.reject(fault));
    assert.equal(await run('millrace.showRun'), undefined);
    assert.deepEqual([done.messages, done.executed], [messages, executed]);
    assert.equal(fake.said.length, messages.length);
    for (const line of fake.said) assert.match(line, /^millrace\.showRun: /);
  });
}
