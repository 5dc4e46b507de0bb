import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ConcurrencyLimit, TagLimit } from '../../../../runtime/core/client-resources.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());

/** A command, how it exits, and what it says. */
const lines: readonly (readonly [line: string, exit: number, says: RegExp])[] = [
  ['concurrency-limit ls', 0, /^No tag has a limit: "millrace concurrency-limit create TAG LIMIT"/],
  ['concurrency-limit create database 2', 0, /^Tasks with the tag "database": 2 at once\.$/],
  ['concurrency-limit create database 3', 0, /: 3 at once/],
  ['concurrency-limit create database many', 2, /Give a whole number from 0/],
  ['concurrency-limit ls', 0, /database +3 +0/],
  ['concurrency-limit inspect database', 0, /Limit +3\nIn use +0/],
  ['concurrency-limit reset database', 0, /^Freed the slots of the tag "database"\.$/],
  ['concurrency-limit reset nothing', 3, /The tag "nothing" has no limit\. "millrace concurrency-limit ls"/],
  ['concurrency-limit delete database --yes', 0, /^Deleted the limit of the tag "database"\.$/],
  ['concurrency-limit inspect database', 3, /has no limit/],
  ['global-concurrency-limit ls', 0, /^No global concurrency limits: /],
  ['gcl create a/b --limit 2', 2, /"a\/b" is no name: it must have at least one character, and none of \/ % & < >\./],
  ['gcl create slots', 2, /required option '-l, --limit <number>' not specified/],
  ['gcl create slots --limit 2', 0, /^Created global concurrency limit "slots" with 2 slots\.$/],
  [
    'gcl create slots --limit 2',
    1,
    /There is a global concurrency limit "slots" already: change it with "millrace global-concurrency-limit update slots"\./,
  ],
  ['gcl create rate --limit 5 --slot-decay-per-second 0.5 --disable', 0, /rate/],
  ['gcl ls', 0, /rate +no +5 +0 +0\.5\nslots +yes +2 +0 +-/],
  ['gcl enable rate', 0, /^Global concurrency limit "rate" is enabled\.$/],
  ['gcl disable rate', 0, /is disabled/],
  ['gcl update rate', 2, /Say what to change: --limit, --slot-decay-per-second or --active-slots/],
  ['gcl update rate --limit 7 --active-slots 1', 0, /is changed/],
  ['gcl inspect rate', 0, /Enabled +no\nLimit +7\nIn use +1\nFreed per second +0\.5/],
  ['gcl delete rate --yes', 0, /^Deleted global concurrency limit "rate"\.$/],
  ['gcl delete rate --yes', 3, /There is no global concurrency limit "rate"\. "millrace global-concurrency-limit ls"/],
];

for (const [line, exit, says] of lines) {
  test(`millrace ${line}`, async () => {
    const answer = await cli.run(line);
    assert.match(answer.out + answer.err, says);
    assert.equal(answer.exit, exit);
  });
}

test('the tasks that hold the slots of a tag are shown, and freed', async () => {
  await cli.run('concurrency-limit create held 1');
  const taskRunId = '01a1fdb9-ba42-7000-ae9c-f30c8d7809d6';
  await cli.client.concurrencyLimits.increment({ names: ['held'], taskRunId });
  assert.deepEqual((await cli.json<TagLimit>('concurrency-limit inspect held')).activeSlots, [taskRunId]);
  await cli.run('concurrency-limit reset held');
  assert.deepEqual(
    (await cli.json<TagLimit[]>('concurrency-limit ls')).map(({ activeSlots }) => activeSlots),
    [[]],
  );
});

test('a listing as JSON is the same on a script as for people', async () => {
  assert.deepEqual((await cli.json<ConcurrencyLimit[]>('gcl ls')).map(({ name, limit }) => [name, limit]).at(-1), ['tag:held', 1]);
});
