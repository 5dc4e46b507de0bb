import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Infrastructure } from '../../../runtime/cli/infrastructure.ts';
import { placementOf } from '../../../runtime/cli/infrastructure.ts';
import type { WorkPool } from '../../../runtime/core/entities.ts';
import type { JsonObject } from '../../../runtime/core/json.ts';

const pool = (type: string, ...variables: string[]): WorkPool => ({
  ...{ id: 'i', created: '', updated: '', name: 'pool', description: null, isPaused: false, concurrencyLimit: null },
  ...{ status: null, defaultQueueId: null, activeSlots: null, type },
  baseJobTemplate: variables.length === 0 ? {} : { variables: { properties: Object.fromEntries(variables.map((name) => [name, {}])) } },
});

const command = 'node /app/node_modules/millrace/bin/millrace.mjs flow-run execute';
const own = /^\S*node\S* \S*\/runtime\/bin\/millrace\.mjs flow-run execute$/;

const cases: readonly [name: string, WorkPool | undefined, given: JsonObject, Infrastructure, folder: string, variables: JsonObject][] = [
  ['a process pool needs nothing', pool('process'), { a: 1 }, {}, '/here', { a: 1 }],
  ['a pool that is not there yet', undefined, {}, {}, '/here', {}],
  ['environment', pool('process'), { env: { A: '1', B: '2' } }, { env: { B: '3' } }, '/here', { env: { A: '1', B: '3' } }],
  ['another folder', pool('process'), {}, { workingDir: '/srv' }, '/srv', {}],
  ['a container', pool('docker', 'image', 'command'), {}, { image: 'etl:1' }, '/app', { command, image: 'etl:1' }],
  ['a container whose pool has no template yet', pool('kubernetes'), {}, { image: 'etl:1' }, '/app', { command, image: 'etl:1' }],
  ['an image of prefect.yaml', pool('ecs', 'image'), { image: 'etl:2', cpu: 256 }, {}, '/app', { command, image: 'etl:2', cpu: 256 }],
  ['a command of your own', pool('docker'), { command: 'x', image: 'a' }, { image: 'b' }, '/app', { command: 'x', image: 'b' }],
  [
    'a template with a place for the folder',
    pool('cloud-run', 'image', 'working_dir'),
    {},
    { image: 'etl:1', workingDir: '/srv/etl', env: { TZ: 'UTC' } },
    '/srv/etl',
    {
      command: 'node /srv/etl/node_modules/millrace/bin/millrace.mjs flow-run execute',
      image: 'etl:1',
      working_dir: '/srv/etl',
      env: { TZ: 'UTC' },
    },
  ],
];

for (const [name, given, variables, infrastructure, folder, expected] of cases) {
  test(name, () => assert.deepEqual(placementOf(given, '/here', variables, infrastructure), { folder, jobVariables: expected }));
}

test("Prefect's process worker is told the command and the folder", () => {
  const { folder, jobVariables } = placementOf(pool('process'), '/here', {}, { prefectWorker: true });
  assert.deepEqual([folder, jobVariables['working_dir']], ['/here', '/here']);
  assert.match(String(jobVariables['command']), own);
});

for (const [name, given, infrastructure, message] of [
  [
    'a container without an image',
    pool('docker'),
    {},
    /Work pool "pool" starts containers \(docker\): name the image with your flows with --image/,
  ],
  ['an image for a process', pool('process'), { image: 'etl:1' }, /type process starts no containers: leave --image out/],
] as const) {
  test(`${name} is refused`, () => assert.throws(() => placementOf(given, '/here', {}, infrastructure), message));
}
