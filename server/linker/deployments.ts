import type { DeploymentModel, FlowModel, LinkedFile, Located, ScheduleModel } from '../model/entities.ts';
import type { Call, ConfiguredDeployment } from '../model/file.ts';
import type { LiteralValue, ObjectMember, ObjectValue } from '../model/value.ts';
import { exportedEntity } from './imports.ts';
import type { Modules } from './modules.ts';

const makers: ReadonlySet<string> = new Set(['deploy', 'toDeployment', 'serve']);
const isMaker = (name: string): name is 'deploy' | 'toDeployment' | 'serve' => makers.has(name);

/** The deployments that a file makes: by calls, or as configuration. */
export function deploymentsOf(file: LinkedFile, modules: Modules): DeploymentModel[] {
  return [
    ...file.model.calls.flatMap((call) => deploymentIn(file, call) ?? []),
    ...file.model.deployments.map((configured) => configuredDeployment(file, modules, configured)),
  ];
}

function deploymentIn(file: LinkedFile, call: Call): DeploymentModel | undefined {
  const { callee: written } = call;
  if (written.kind !== 'member' || !isMaker(written.name)) return undefined;
  const callee = file.entityOf(written);
  if (callee.kind !== 'method' || callee.of.kind !== 'flow') return undefined;
  const source = callee.name;
  if (!isMaker(source)) return undefined;
  const [first] = call.arguments;
  const options = call.arguments.map((argument) => file.objectOf(argument)).find((found) => found !== undefined);
  const positional = first === undefined ? undefined : file.literalOf(first);
  const named = options === undefined ? undefined : memberLiteral(options, 'name');
  const literal = positional ?? named;
  const { flow } = callee.of;
  return {
    file,
    source,
    span: call.span,
    name: text(literal?.value),
    nameSpan: literal !== undefined && literal.file === file ? literal.value.span : call.calleeSpan,
    flow,
    flowName: flow?.name,
    entrypoint: member(options, 'entrypoint'),
    options,
    schedules: options === undefined ? [] : schedulesIn(options),
  };
}

function configuredDeployment(file: LinkedFile, modules: Modules, configured: ConfiguredDeployment): DeploymentModel {
  const options: Located<ObjectValue> = { file, value: configured.options };
  const named = memberLiteral(options, 'name');
  const entrypoint = member(options, 'entrypoint');
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
  const listed = several === undefined ? undefined : options.file.arrayOf(several.value);
  const parts = [
    options,
    single === undefined ? undefined : options.file.objectOf(single.value),
    ...(listed?.value.items.map((item) => listed.file.objectOf(item)) ?? []),
  ];
  return parts.flatMap((part) => (part === undefined ? [] : (scheduleOf(part) ?? [])));
}

function scheduleOf(options: Located<ObjectValue>): ScheduleModel | undefined {
  const literals = (['cron', 'interval', 'rrule', 'timezone', 'anchorDate', 'dayOr'] as const).flatMap((name) => {
    const found = memberLiteral(options, name);
    // What another file writes is reported there, or nowhere.
    return found === undefined || found.file !== options.file ? [] : [[name, found.value] as const];
  });
  const schedule: Partial<Record<string, LiteralValue>> = Object.fromEntries(literals);
  const parameters = member(options, 'parameters');
  const object = parameters === undefined ? undefined : options.file.objectOf(parameters.value);
  const isSchedule = ['cron', 'interval', 'rrule'].some((name) => member(options, name) !== undefined);
  if (!isSchedule) return undefined;
  return { file: options.file, span: options.value.span, options, ...schedule, ...(object === undefined ? {} : { parameters: object }) };
}

const member = (options: Located<ObjectValue> | undefined, name: string): ObjectMember | undefined =>
  options?.value.members.findLast((candidate) => candidate.name === name);

function memberLiteral(options: Located<ObjectValue>, name: string): Located<LiteralValue> | undefined {
  const found = member(options, name);
  return found === undefined ? undefined : options.file.literalOf(found.value);
}

const text = (literal: LiteralValue | undefined): string | undefined => (typeof literal?.value === 'string' ? literal.value : undefined);
