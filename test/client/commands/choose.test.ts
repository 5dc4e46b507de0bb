import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseFlow, chooseRuns } from '../../../client/commands/choose.ts';
import type { Choice } from '../../../client/ports.ts';
import { flowRunRow } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';

/** A person who is shown choices and takes none. */
async function described(folders: readonly string[]): Promise<string[]> {
  const { context } = await fakeContext({ flows: folders.map((folder) => codeFlow('etl', { folder })) });
  const descriptions: string[] = [];
  const pick = async <T>(_title: string, choices: readonly Choice<T>[]): Promise<undefined> => {
    descriptions.push(...choices.map(({ description }) => description ?? ''));
  };
  await chooseFlow({ flows: context.flows, ui: { ...context.ui, pick } }, undefined, 'Run flow');
  return descriptions;
}

test('flows of the same name are told apart by their folders where several are open', async () => {
  assert.deepEqual(await described(['/work/one']), ['flows/etl.ts:etl']);
  assert.deepEqual(await described(['/work/one', '/work/two']), ['flows/etl.ts:etl · one', 'flows/etl.ts:etl · two']);
});

test('without a row several runs can be chosen at once', async () => {
  const { context } = await fakeContext({
    respond: ({ path }) =>
      path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : [flowRunRow('a', 'RUNNING'), flowRunRow('b', 'RUNNING')],
  });
  const pickMany = async <T>(_title: string, choices: readonly Choice<T>[]): Promise<T[]> => choices.map(({ value }) => value);
  const chosen = await chooseRuns({ runs: context.runs, ui: { ...context.ui, pickMany } }, undefined, [], 'Cancel run', () => true);
  assert.deepEqual(chosen.map(({ id }) => id).toSorted(), ['a', 'b']);
});
