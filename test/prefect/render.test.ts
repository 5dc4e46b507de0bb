import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { prefectFolder } from '../../tools/prefect/install.ts';
import { prefectEnvironment } from '../../tools/prefect/serve.ts';
import { createCli } from '../support/cli.ts';

/** What `millrace deploy` sets for a pool becomes, in Prefect's own code, a job that starts our command in the right place. */
const cli = await createCli();
after(() => cli.close());
const sdk = join(import.meta.dirname, '../../runtime/sdk/index.ts');
mkdirSync(join(cli.folder, 'flows'));
writeFileSync(
  join(cli.folder, 'flows/hello.ts'),
  `import { flow } from '${sdk}';\nexport const hello = flow({ name: 'hello' }, async () => undefined);\n`,
);

/** How a job starts its process, as render.py tells. */
interface Job {
  command: string[];
  env: Record<string, string>;
  image: string | null;
  folder: string | null;
}

const run = '0190d9f4-5a9c-7e5b-8f00-000000000001';

/** A job rendered by the workers of the pinned integrations, or the template that they make their pools with. */
async function render<T>(asked: object): Promise<T> {
  const [packages] = globSync(join(prefectFolder, '3.9.1/lib/python3.*/site-packages'));
  const env = { ...prefectEnvironment(cli.folder), PYTHONPATH: packages, PREFECT_API_URL: 'http://prefect.example.com/api' };
  const child = spawn(join(prefectFolder, 'integrations/bin/python'), [join(import.meta.dirname, 'python/render.py')], { env });
  child.stdin.end(JSON.stringify(asked));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    return JSON.parse(out);
  } catch (error) {
    throw new Error(err, { cause: error });
  }
}

const node = ['node', '/app/node_modules/millrace/bin/millrace.mjs', 'flow-run', 'execute'];

for (const [type, options, expected] of [
  ['docker', ['--image', 'registry.example.com/etl:1'], { command: node, image: 'registry.example.com/etl:1', folder: null }],
  ['kubernetes', ['--image', 'registry.example.com/etl:1'], { command: node, image: 'registry.example.com/etl:1', folder: null }],
  ['ecs', ['--image', 'registry.example.com/etl:1'], { command: node, image: 'registry.example.com/etl:1', folder: null }],
  [
    'process',
    ['--prefect-worker', '--working-dir', '/srv/etl'],
    {
      command: [process.execPath, join(import.meta.dirname, '../../runtime/bin/millrace.mjs'), 'flow-run', 'execute'],
      image: null,
      folder: '/srv/etl',
    },
  ],
] as const) {
  test(`${type}: command, image, environment and folder of the job are those that were deployed`, async () => {
    const baseJobTemplate = await render<Record<string, unknown>>({ type });
    await cli.client.workPools.create({ name: type, type, baseJobTemplate });
    const place = ['--name', type, '--pool', type, '--env', 'TZ=UTC', ...options];
    const deployed = await cli.run(['deploy', 'flows/hello.ts:hello', ...place]);
    assert.equal(deployed.exit, 0, deployed.err);
    const { jobVariables, pullSteps, path } = await cli.client.deployments.readByName({ flow: 'hello', deployment: type });
    const job = await render<Job>({ type, job_variables: jobVariables, run, path });
    assert.deepEqual({ command: job.command, image: job.image, folder: job.folder }, expected);
    assert.equal(job.env['TZ'], 'UTC');
    assert.equal(job.env['PREFECT_API_URL'], 'http://prefect.example.com/api');
    assert.equal(job.env['PREFECT__FLOW_RUN_ID'], run);
    // Where the image leaves it open, the run itself goes to the folder of the project.
    assert.deepEqual(pullSteps, [{ 'prefect.deployments.steps.set_working_directory': { directory: expected.folder ?? '/app' } }]);
  });
}
