import type { DeploymentModel, FlowModel, LinkedFile, Located, ScheduleModel } from '../model/entities.ts';
import type { Call, ConfiguredDeployment } from '../model/file.ts';
import type { MemberAt } from '../model/object-members.ts';
import { memberOf } from '../model/object-members.ts';
import type { LiteralValue, ObjectValue } from '../model/value.ts';
import { exportedEntity } from './imports.ts';
import type { Modules } from './modules.ts';

const makers: ReadonlySet<string> = new Set(['deploy', 'toDeployment', 'serve']);
const isMaker = (name: string): name is 'deploy' | 'toDeployment' | 'serve' => makers.has(name);

/** The deployments that a file makes: by calls, or as configuration. */
export function deploymentsOf(file: LinkedFile, modules: Modules): DeploymentModel[] {
  return [
    ...file.model.calls
      .filter(({ callee }) => callee.kind === 'member' && isMaker(callee.name))
      .flatMap((call) => deploymentIn(file, call) ?? []),
    ...file.model.deployments.map((configured) => configuredDeployment(file, modules, configured)),
  ];
}

function deploymentIn(file: LinkedFile, call: Call): DeploymentModel | undefined {
  const callee = file.entityOf(call.callee);
  if (callee.kind !== 'method' || callee.of.kind !== 'flow') return undefined;
  const source = callee.name;
  if (!isMaker(source)) return undefined;
  const [first] = call.arguments;
  const options = call.arguments.map((argument) => file.objectOf(argument)).find((found) => found !== undefined);
  const positional = first === undefined ? undefined : file.literalOf(first);
  const named = options === undefined ? undefined : memberLiteral(options, 'name');
  const literal = positional ?? named;
  const { flow } = callee.of;
  const entrypoint = member(options, 'entrypoint');
  return {
    file,
    source,
    span: call.span,
    name: text(literal?.value),
    nameSpan: literal !== undefined && literal.file === file ? literal.value.span : call.calleeSpan,
    flow,
    flowName: flow?.name,
    entrypoint: entrypoint?.file === file ? entrypoint.member : undefined,
    options,
    schedules: options === undefined ? [] : schedulesIn(options),
  };
}

function configuredDeployment(file: LinkedFile, modules: Modules, configured: ConfiguredDeployment): DeploymentModel {
  const options: Located<ObjectValue> = { file, value: configured.options };
  const named = memberLiteral(options, 'name');
  const entrypoint = member(options, 'entrypoint')?.member;
  const flow = entrypoint?.value.kind === 'literal' ? flowAt(file, modules, entrypoint.value) : undefined;
  return {
    file,
    source: 'config',
    span: configured.span,
    name: text(named?.value),
    nameSpan: named?.value.span ?? configured.span,
    flow,
    flowName: flow?.name ?? text(memberLiteral(options, 'flowName')?.value),
    entrypoint,
    options,
    schedules: schedulesIn(options),
  };
}

/** The flow that `flows/etl.ts:etl` names, relative to the file that says it. */
function flowAt(file: LinkedFile, modules: Modules, { value }: LiteralValue): FlowModel | undefined {
  if (typeof value !== 'string') return undefined;
  const colon = value.lastIndexOf(':');
  const path = modules.resolve(file.path, `./${value.slice(0, colon)}`);
  const target = path === undefined ? undefined : modules.file(path);
  if (target === undefined) return undefined;
  const name = value.slice(colon + 1);
  const entity = exportedEntity(target, modules, name);
  if (entity.kind === 'flow') return entity.flow;
  return target.flows.find((flow) => flow.binding === name || flow.name === name);
}

/** All schedules of a deployment: in its own options, in `schedule` and in `schedules`. */
function schedulesIn(options: Located<ObjectValue>): ScheduleModel[] {
  const single = member(options, 'schedule');
  const several = member(options, 'schedules');
  const listed = several === undefined ? undefined : several.file.arrayOf(several.member.value);
  return [
    scheduleOf(options, { file: options.file, value: options.value }),
    single === undefined ? undefined : scheduleAt({ file: single.file, value: single.member.value }),
    ...(listed?.value.items.map((value) => scheduleAt({ file: listed.file, value })) ?? []),
  ].filter((schedule) => schedule !== undefined);
}

function scheduleAt(place: Located): ScheduleModel | undefined {
  const options = place.file.objectOf(place.value);
  return options === undefined ? undefined : scheduleOf(options, place);
}

/** A schedule, and all of it that other files write, at the place where it is named. */
function scheduleOf(options: Located<ObjectValue>, { file, value }: Located): ScheduleModel | undefined {
  const literals = (['cron', 'interval', 'rrule', 'timezone', 'anchorDate', 'dayOr'] as const).flatMap((name) => {
    const found = member(options, name);
    const literal = found?.file.literalOf(found.member.value);
    return found === undefined || literal === undefined ? [] : [[name, literalAt(literal, { ...found, place: { file, value } })] as const];
  });
  const schedule: Partial<Record<string, LiteralValue>> = Object.fromEntries(literals);
  const parameters = member(options, 'parameters');
  const object = parameters?.file.objectOf(parameters.member.value);
  const isSchedule = ['cron', 'interval', 'rrule'].some((name) => member(options, name) !== undefined);
  if (!isSchedule) return undefined;
  return { file, span: value.span, options, ...schedule, ...(object === undefined ? {} : { parameters: object }) };
}

/** A text or number in the file that names it: where it stands, else where it is given as an option, else as a part of what is given. */
function literalAt(
  literal: Located<LiteralValue>,
  { file, member: { value }, place }: MemberAt & { readonly place: Located },
): LiteralValue {
  if (literal.file === place.file) return literal.value;
  return { ...literal.value, span: file === place.file ? value.span : place.value.span, elsewhere: true };
}

const member = (options: Located<ObjectValue> | undefined, name: string): MemberAt | undefined => {
  const found = options === undefined ? 'absent' : memberOf(options, name);
  return typeof found === 'string' ? undefined : found;
};

function memberLiteral(options: Located<ObjectValue>, name: string): Located<LiteralValue> | undefined {
  const found = member(options, name);
  return found?.file.literalOf(found.member.value);
}

const text = (literal: LiteralValue | undefined): string | undefined => (typeof literal?.value === 'string' ? literal.value : undefined);
