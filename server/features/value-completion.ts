import type { LinkedFile } from '../model/entities.ts';
import { zonesToChoose } from '../schedules/time-zones.ts';
import type { Choice } from './choices.ts';
import { kinds } from './choices.ts';
import { memberAt, optionsAt } from './contexts.ts';
import { touches } from './locations.ts';
import type { NameUse } from './names.ts';
import { nameUses } from './names.ts';
import type { View } from './view.ts';

/** What a name may be, by what it names. */
export function nameChoices(view: View, { kind }: NameUse, offset: number): readonly Choice[] {
  if (kind === 'deployment') return deploymentChoices(view);
  return valueChoices(view, optionOfKind[kind] ?? '', offset);
}

const optionOfKind: Readonly<Partial<Record<NameUse['kind'], string>>> = {
  cron: 'cron',
  timezone: 'timezone',
  workPool: 'workPoolName',
  workQueue: 'workQueueName',
  tag: 'tags',
  entrypoint: 'entrypoint',
};

/** The texts that an option may take; `offset` is where one is being typed. */
export function valueChoices(view: View, option: string, offset: number): readonly Choice[] {
  const { server } = view.project;
  switch (option) {
    case 'cron':
      return cronChoices;

    case 'timezone':
      return zonesToChoose(namesElsewhere(view, offset, 'timezone')).map(({ zone, role }) => ({
        label: zone,
        kind: kinds.constant,
        ...(role === undefined ? {} : { detail: `time zone ${role}` }),
      }));

    case 'workPoolName':
      return names(view, offset, 'workPool', server?.workPools);

    case 'workQueueName':
      return names(view, offset, 'workQueue', server?.workQueues);

    case 'tags':
      return names(view, offset, 'tag', server?.tags).filter(({ label }) => !listedAt(view, offset).has(label));

    case 'entrypoint':
      return entrypointChoices(view);

    default:
      return [];
  }
}

/** The names that the connected server has, then those that the project gives elsewhere. */
function names(view: View, offset: number, kind: 'workPool' | 'workQueue' | 'tag', onServer: readonly string[] = []): Choice[] {
  const others = namesElsewhere(view, offset, kind).filter((name) => !onServer.includes(name));
  return [
    ...onServer.map((label) => ({ label, detail: `${words[kind]} of the connected server`, kind: kinds.value })),
    ...others.map((label) => ({ label, detail: `${words[kind]} of this project`, kind: kinds.value })),
  ];
}

/** The names of a kind that the project gives, without the one at the offset, where it is typed. */
function namesElsewhere({ project, file }: View, offset: number, kind: NameUse['kind']): string[] {
  const isTyped = (where: LinkedFile, { literal }: NameUse): boolean => where.path === file.path && touches(literal.span, offset);
  const used = [...project.files()].flatMap((where) => nameUses(where).filter((use) => use.kind === kind && !isTyped(where, use)));
  return [...new Set(used.map(({ literal }) => literal.value))].toSorted();
}

/** The other texts of the list around an offset. */
function listedAt(view: View, offset: number): ReadonlySet<unknown> {
  const context = optionsAt(view, offset);
  const value = context && memberAt(context.object, view, offset)?.member.value;
  const items = value?.kind === 'array' ? value.items : [];
  return new Set(items.flatMap((item) => (item.kind === 'literal' && !touches(item.span, offset) ? [item.value] : [])));
}

const words = { workPool: 'work pool', workQueue: 'work queue', tag: 'tag' };

const cronChoices: readonly Choice[] = (
  [
    ['*/15 * * * *', 'every 15 minutes'],
    ['0 * * * *', 'every hour'],
    ['0 6 * * *', 'every day at 06:00'],
    ['0 6 * * 1-5', 'Monday to Friday at 06:00'],
    ['0 6 * * 1', 'every Monday at 06:00'],
    ['0 6 1 * *', 'on the first of the month at 06:00'],
    ['0 6 1 1,4,7,10 *', 'every quarter, on its first day at 06:00'],
    ['0 0 1 1 *', 'every year on 1 January'],
  ] as const
).map(([label, detail]) => ({ label, detail, find: `${label} ${detail}`, kind: kinds.value }));

/** Deployments of the code and the configuration, and those that only the server knows. */
export function deploymentChoices({ project }: View): Choice[] {
  const remote = (project.server?.deployments ?? []).map(({ flowName, name }) => `${flowName}/${name}`);
  const known = new Set(project.deploymentNames());
  return [
    ...[...known].toSorted().map((label) => ({ label, detail: 'deployment', kind: kinds.value })),
    ...remote
      .filter((name) => !known.has(name))
      .map((label) => ({ label, detail: 'deployment on the connected server', kind: kinds.value })),
  ];
}

function entrypointChoices({ project, file }: View): Choice[] {
  const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\')) + 1);
  return [...project.flows()].flatMap((flow) => {
    const [name] = flow.exportedAs;
    if (name === undefined || !flow.file.path.startsWith(folder)) return [];
    return [{ label: `${flow.file.path.slice(folder.length).replaceAll('\\', '/')}:${name}`, detail: 'flow', kind: kinds.value }];
  });
}
