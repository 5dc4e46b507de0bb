import type { ConfiguredDeployment } from '../../model/file.ts';
import { poolOptions } from '../../model/project-options.ts';
import type { ObjectMember, ObjectValue, Value } from '../../model/value.ts';

/** The deployments of a project file, with the names that options have in code: `work_pool: { name }` is `workPoolName`. */
export function deploymentsIn(root: Value): ConfiguredDeployment[] {
  const listed = root.kind === 'object' ? root.members.find(({ name }) => name === 'deployments')?.value : undefined;
  const items = listed?.kind === 'array' ? listed.items : [];
  return items.flatMap((item) => (item.kind === 'object' ? [{ options: optionsOf(item), span: item.span }] : []));
}

function optionsOf(deployment: ObjectValue): ObjectValue {
  return { ...deployment, members: deployment.members.flatMap(optionOf) };
}

function optionOf(member: ObjectMember): ObjectMember[] {
  const { name, value } = member;
  if (name === 'work_pool') return value.kind === 'object' ? value.members.map((part) => renamed(part, poolOptions[part.name])) : [];
  if (name === 'schedule' || name === 'schedules') return [{ ...member, value: scheduleOf(value) }];
  // What belongs to the work pool means nothing beside it.
  return [Object.hasOwn(poolOptions, name.replace(/^work_pool_/, '')) && name !== 'name' ? member : renamed(member)];
}

/** One schedule, or a list of them. */
function scheduleOf(value: Value): Value {
  if (value.kind === 'array') return { ...value, items: value.items.map(scheduleOf) };
  return value.kind === 'object' ? { ...value, members: value.members.map((member) => renamed(member)) } : value;
}

function renamed(member: ObjectMember, option?: string): ObjectMember {
  const name = option ?? member.name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name === member.name ? member : { ...member, name, written: member.name };
}
