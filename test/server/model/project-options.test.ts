import assert from 'node:assert/strict';
import { test } from 'node:test';
import { optionsOf } from '../../../server/model/options.ts';
import { poolOptions, projectSection } from '../../../server/model/project-options.ts';

const namesAt = (...path: readonly string[]): readonly string[] | undefined => projectSection(path)?.options.map(({ name }) => name);

test('each place of prefect.yaml has the options that Prefect reads there', () => {
  assert.deepEqual(namesAt(), ['deployments', 'name', 'pull', 'build', 'push']);
  assert.deepEqual(namesAt('deployments', 'work_pool'), ['name', 'work_queue_name', 'job_variables']);
  assert.deepEqual(namesAt('deployments', 'concurrency_limit'), ['limit', 'collision_strategy', 'grace_period_seconds']);
  assert.deepEqual(namesAt('pull', 'prefect.deployments.steps.git_clone'), ['repository', 'branch']);
});

test('names of code are in snake case there', () => {
  const names = namesAt('deployments', 'schedules') ?? [];
  assert.deepEqual(
    names.filter((name) => /[A-Z]/.test(name)),
    [],
  );
  assert.ok(names.includes('anchor_date') && names.includes('day_or'), names.join(', '));
});

test('one schedule has the options of those in a list', () => {
  assert.deepEqual(namesAt('deployments', 'schedule'), namesAt('deployments', 'schedules'));
});

test('what a deployment in code has of its pool stands below work_pool', () => {
  const inCode = new Set(optionsOf('deployment', 'yaml').map(({ name }) => name));
  for (const option of Object.values(poolOptions)) assert.ok(inCode.has(option), option);
  const names = namesAt('deployments') ?? [];
  assert.ok(names.includes('entrypoint'));
  assert.deepEqual(
    names.filter((name) => name === 'work_pool_name' || name === 'job_variables'),
    [],
  );
});

test('steps have the same options in a deployment as for all of them', () => {
  for (const step of ['pull', 'build', 'push']) {
    assert.ok(namesAt(step) !== undefined, step);
    assert.equal(projectSection(['deployments', step]), projectSection([step]));
  }
});

test('where names are the user’s own there are no options', () => {
  assert.equal(projectSection(['deployments', 'parameters']), undefined);
  assert.equal(projectSection(['deployments', 'work_pool', 'job_variables']), undefined);
  assert.equal(projectSection(['definitions']), undefined);
});
