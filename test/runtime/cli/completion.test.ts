import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli.ts';

const cli = await createCli({ server: false });
after(() => cli.close());

/** What bash would offer for a line whose last word is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const { out } = await cli.run('completion bash');
  const script = `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _millrace; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

for (const [words, expected] of [
  [
    ['millrace', 'de'],
    ['dev', 'deploy', 'deployment'],
  ],
  [['millrace', 'work-pool', 'p'], ['pause']],
  [
    ['millrace', 'deployment', 'run', 'etl/daily', '--w'],
    ['--watch', '--watch-timeout'],
  ],
  [
    ['millrace', '--profile', 'cloud', 'server', 'sta'],
    ['start', 'status'],
  ],
  [
    ['millrace', 'lint', '--format', ''],
    ['text', 'json', 'sarif', 'github'],
  ],
  [['millrace', 'lint', 'flows', '--preset', 's'], ['strict']],
  [['millrace', 'completion', 'f'], ['fish']],
  [['millrace', 'nope', 'x'], []],
] as const) {
  test(`bash completes ${words.join(' ')}`, async () => assert.deepEqual((await offered(...words)).toSorted(), [...expected].toSorted()));
}

test('zsh and fish get scripts with the same commands', async () => {
  assert.match((await cli.run('completion zsh')).out, /'work-pool'\) offers='create ls inspect .*compdef _millrace millrace$/s);
  assert.match(
    (await cli.run('completion fish')).out,
    /complete -c millrace -n '__millrace_at "work-pool"' -f -a create -d 'Creates a work pool'/,
  );
  assert.match((await cli.run('completion fish')).out, /"lint"' -l format -x -a 'text json sarif github' -d/);
});

test('another shell is refused with those that there are', async () => {
  const { exit, err } = await cli.run('completion tcsh');
  assert.equal(exit, 2);
  assert.match(err, /Allowed choices are bash, zsh, fish\./);
});
