import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { projectFiles } from '../../../runtime/cli/project-files.ts';
import { readProject } from '../../../runtime/cli/project.ts';
import { readDeclarations } from '../../../runtime/cli/setup-plan.ts';

/** The text with everything said that stands behind a `#`, except whole sentences. */
const uncommented = (text = ''): string => text.replaceAll(/^( *)# (?= *(?:- |[a-z_]+:))/gm, '$1').replaceAll(/^# [A-Z].*\n/gm, '');

const files = projectFiles('My Project', '^1.2.3');

test('what is only hinted at in setup.yaml is understood, too', () => {
  const { pools, limits } = readDeclarations(parse(uncommented(files['setup.yaml'])), 'setup.yaml');
  assert.deepEqual(
    limits.map(({ name, limit }) => [name, limit]),
    [
      ['database', 5],
      ['database', 3],
    ],
  );
  const [pool] = pools;
  assert.deepEqual(pool, {
    name: 'default',
    type: 'process',
    settings: {
      description: 'Where flows run',
      concurrencyLimit: 4,
      isPaused: false,
      baseJobTemplate: { job_configuration: {}, variables: {} },
    },
    queues: [{ name: 'urgent', settings: { priority: 1, concurrencyLimit: 2, description: 'What cannot wait', isPaused: false } }],
  });
});

test('what is only hinted at in prefect.yaml is understood, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-files-'));
  const file = join(folder, 'prefect.yaml');
  writeFileSync(file, uncommented(files['prefect.yaml']));
  const { requests, warnings } = await readProject(file, { REGION: 'north' });
  rmSync(folder, { recursive: true });
  const [{ settings } = { settings: undefined }] = requests;
  assert.deepEqual(warnings, []);
  assert.deepEqual(settings?.jobVariables, { env: { REGION: 'north' } });
  assert.deepEqual(settings.concurrencyOptions, { collisionStrategy: 'ENQUEUE' });
  assert.equal(settings.schedules?.length, 2);
  assert.deepEqual([settings.paused, settings.version, settings.tags, settings.workQueueName], [false, '1', ['nightly'], 'urgent']);
});

test('the package has a name that npm accepts, and needs this Millrace', () => {
  const manifest: { name: string; dependencies: object } = JSON.parse(files['package.json'] ?? '');
  assert.deepEqual([manifest.name, manifest.dependencies], ['my-project', { millrace: '^1.2.3' }]);
});
