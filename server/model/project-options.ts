import type { OptionFact, OptionsOwner } from './options.ts';
import { optionFact, optionsOf } from './options.ts';

/** The options that stand together at one place of `prefect.yaml`, by the names that they have there. */
export interface ProjectSection {
  /** What has them, for people. */
  readonly of: string;
  readonly options: readonly OptionFact[];
}

/** The options at a place of `prefect.yaml`, by the names that lead there; undefined where there are none, or names are the user's own. */
export function projectSection(path: readonly string[]): ProjectSection | undefined {
  const [first, ...rest] = path;
  const place = first === 'deployments' && steps.has(rest[0] ?? '') ? rest : path;
  return sections.get(place.join('/'));
}

/** Options that are given to a deployment or schedule in code as well. */
const alsoInCode = (of: OptionsOwner, ...names: readonly string[]): OptionFact[] =>
  names.flatMap((name) => {
    const fact = optionFact(of, 'yaml', name);
    return fact === undefined ? [] : { ...fact, name: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) };
  });

const namesOf = (of: OptionsOwner): readonly string[] => optionsOf(of, 'yaml').map(({ name }) => name);

/** The options of `work_pool`, with the names that a deployment in code has for them. */
export const poolOptions: Readonly<Record<string, string>> = {
  name: 'workPoolName',
  work_queue_name: 'workQueueName',
  job_variables: 'jobVariables',
};

const pooled = new Set(Object.values(poolOptions));

const schedule: ProjectSection = {
  of: 'schedule',
  options: alsoInCode('schedule', ...namesOf('schedule')),
};

const stepsSection = (options: readonly OptionFact[]): ProjectSection => ({ of: 'steps', options });

const pullSteps: readonly OptionFact[] = [
  {
    name: 'prefect.deployments.steps.set_working_directory',
    type: 'object',
    summary: 'Runs go in this folder. The only step that workers of Millrace know, too.',
  },
  { name: 'prefect.deployments.steps.git_clone', type: 'object', summary: 'Clones a repository, by a worker of Prefect.' },
  { name: 'prefect.deployments.steps.run_shell_script', type: 'object', summary: 'Runs a script, by a worker of Prefect.' },
];

/** Where steps stand, in a deployment or for all of them. */
const steps: ReadonlyMap<string, ProjectSection> = new Map([
  ['pull', stepsSection(pullSteps)],
  ['build', stepsSection(pullSteps.slice(2))],
  ['push', stepsSection(pullSteps.slice(2))],
]);

const stepOptions: readonly OptionFact[] = [
  { name: 'pull', type: 'list', summary: 'Steps before each run.' },
  { name: 'build', type: 'list', summary: 'Steps before deploying, which only Prefect’s own command takes.' },
  { name: 'push', type: 'list', summary: 'Steps before deploying, which only Prefect’s own command takes.' },
];

const sections: ReadonlyMap<string, ProjectSection> = new Map([
  ...steps,
  [
    '',
    {
      of: 'prefect.yaml',
      options: [
        { name: 'deployments', type: 'list', summary: 'What is deployed.' },
        { name: 'name', type: 'string', summary: 'The name of the project.' },
        ...stepOptions,
      ],
    },
  ],
  [
    'deployments',
    {
      of: 'deployment',
      options: [
        // What its work pool holds, and the steps, are told where they stand.
        ...alsoInCode('configured', ...namesOf('configured').filter((name) => !steps.has(name) && !pooled.has(name))),
        ...stepOptions,
      ],
    },
  ],
  [
    'deployments/work_pool',
    {
      of: 'work_pool',
      options: Object.entries(poolOptions).flatMap(([name, option]) => alsoInCode('deployment', option).map((fact) => ({ ...fact, name }))),
    },
  ],
  [
    'deployments/concurrency_limit',
    {
      of: 'concurrency_limit',
      options: [
        { name: 'limit', type: 'number', unit: 'count', summary: 'How many runs may go at once.' },
        { name: 'collision_strategy', type: 'string', summary: 'What a run does that finds no place: `ENQUEUE` or `CANCEL_NEW`.' },
        { name: 'grace_period_seconds', type: 'number', unit: 'seconds', summary: 'How long a place is kept for a run that begins.' },
      ],
    },
  ],
  ['deployments/schedules', schedule],
  ['deployments/schedule', schedule],
  [
    'pull/prefect.deployments.steps.set_working_directory',
    { of: 'set_working_directory', options: [{ name: 'directory', type: 'string', summary: 'The folder.' }] },
  ],
  [
    'pull/prefect.deployments.steps.git_clone',
    {
      of: 'git_clone',
      options: [
        { name: 'repository', type: 'string', summary: 'The address of the repository.' },
        { name: 'branch', type: 'string', summary: 'The branch, unless it is the default one.' },
      ],
    },
  ],
]);
