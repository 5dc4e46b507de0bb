import { typeText } from '../../server/model/type-text.ts';
import type { DeploymentModel, Entity, FlowModel, LinkedFile, ProjectModel, TaskModel } from '../../server/model/entities.ts';
import type { Span } from '../../server/model/span.ts';
import { positionAt } from '../../server/model/span.ts';
import type { Value } from '../../server/model/value.ts';

/** A project's model as people read it: what each file defines, deploys and calls, with `line:column` (from 1) of each. */
export function modelText(project: ProjectModel, paths: readonly string[]): string {
  return `${paths.map((path) => fileText(path, project.file(path))).join('\n\n')}\n`;
}

function fileText(path: string, file: LinkedFile | undefined): string {
  if (file === undefined) return `${path}: not read`;
  const { language, broken, directives } = file.model;
  const parts = [
    ...[...file.flows, ...file.tasks].map((one) => ({ start: one.call.span.start, text: runnableText(file, one) })),
    ...file.deployments.map((one) => ({ start: one.span.start, text: deploymentText(file, one) })),
    ...directives.map(({ span, kind, rules }) => ({
      start: span.start,
      text: [`${at(file, span)} silences ${rules.join(', ')} (${kind})`],
    })),
    ...callsOf(file),
  ];
  const lines = parts.toSorted((a, b) => a.start - b.start).flatMap(({ text }) => text);
  return [`# ${path} (${language}${broken ? ', with syntax errors' : ''})`, ...lines].join('\n');
}

function runnableText(file: LinkedFile, runnable: FlowModel | TaskModel): string[] {
  const { kind, name, call, binding, exportedAs, options, parameters, base } = runnable;
  const facts = [
    binding === undefined ? undefined : `variable ${binding}`,
    exportedAs.length === 0 ? undefined : `exported as ${exportedAs.join(', ')}`,
    base === undefined ? undefined : `made of ${entityText(base)}`,
    runnable.kind === 'flow' && runnable.infrastructureBound ? 'bound to infrastructure' : undefined,
  ];
  const fields = parameters.fields.map(
    (one) =>
      `  parameter ${one.name}${one.required ? '' : '?'}: ${typeText(one.type)}${one.default === undefined ? '' : ` = ${valueText(file, one.default)}`}${one.description === undefined ? '' : ` (${one.description})`}`,
  );
  const members = options?.value.members.map((one) => `  option ${one.name} = ${valueText(options.file, one.value)}`) ?? [];
  return [
    `${at(file, call.span)} ${kind} ${quoted(name)}: ${facts.filter((fact) => fact !== undefined).join('; ')}`.replace(/: $/, ''),
    ...members,
    ...fields,
    ...(parameters.open ? ['  parameters may be more'] : []),
  ];
}

function deploymentText(file: LinkedFile, deployment: DeploymentModel): string[] {
  const { source, name, flowName, span, options, schedules, flow } = deployment;
  const to = flow === undefined ? `flow ${quoted(flowName)}, not found` : entityText({ kind: 'flow', flow });
  return [
    `${at(file, span)} deployment ${quoted(name)} by ${source} of ${to}`,
    ...(options?.value.members.map((one) => `  option ${one.name} = ${valueText(options.file, one.value)}`) ?? []),
    ...schedules.map((one) => {
      const parts = (['cron', 'interval', 'rrule', 'timezone', 'anchorDate', 'dayOr'] as const).flatMap((key) =>
        one[key] === undefined ? [] : [`${key} ${String(one[key].value)}`],
      );
      return `  schedule ${parts.join(', ')}`;
    }),
  ];
}

/** Calls of what is known, with where their value goes. */
function callsOf(file: LinkedFile): { start: number; text: string[] }[] {
  return file.calls.flatMap(({ call, callee }) => {
    if (!isKnown(callee)) return [];
    const around = call.function < 0 ? undefined : file.runnableAt(call.function);
    const place = [
      around === undefined ? undefined : `in ${around.kind} ${quoted(around.name)}`,
      call.loops === undefined ? undefined : 'in a loop',
      call.try === undefined ? undefined : 'in a try',
      call.mainOnly === true ? 'when started' : undefined,
    ];
    const { as, awaited, member } = call.usage;
    const goes = `${awaited ? 'awaited, ' : ''}${as}${member === undefined ? '' : ` .${member}`}`;
    const given = call.arguments.map((argument) => valueText(file, argument)).join(', ');
    const where = place.filter((one) => one !== undefined).join(' ');
    return [
      {
        start: call.calleeSpan.end,
        text: [`${at(file, call.span)} ${where === '' ? '' : `${where}: `}calls ${entityText(callee)}(${given}) -> ${goes}`],
      },
    ];
  });
}

/** Those that make flows and tasks are told with what they make. */
const isKnown = (callee: Entity): boolean =>
  (callee.kind === 'sdk' && callee.name !== 'flow' && callee.name !== 'task') ||
  callee.kind === 'flow' ||
  callee.kind === 'task' ||
  (callee.kind === 'union' && callee.of.some(isKnown)) ||
  (callee.kind === 'method' && (isKnown(callee.of) || callee.of.kind.startsWith('future')));

function entityText(entity: Entity): string {
  switch (entity.kind) {
    case 'flow':
      return `flow ${quoted(entity.flow?.name)}`;
    case 'task':
      return `task ${quoted(entity.task?.name)}`;
    case 'sdk':
      return entity.name;
    case 'method':
      return `${entityText(entity.of)}.${entity.name}`;
    case 'future':
    case 'futures':
      return `${entity.kind} of ${entity.task === undefined ? 'a task' : `task ${quoted(entity.task.name)}`}`;
    case 'union':
      return entity.of.map(entityText).join(' or ');
    default:
      return entity.kind;
  }
}

function valueText(file: LinkedFile, value: Value): string {
  switch (value.kind) {
    case 'literal':
      return value.value === undefined ? 'undefined' : JSON.stringify(value.value);
    case 'object':
      return `{ ${[...value.members.map((one) => `${one.name}: ${valueText(file, one.value)}`), ...value.spreads.map((one) => `...${valueText(file, one)}`), ...(value.open ? ['and more'] : [])].join(', ')} }`;
    case 'array':
      return `[${value.items.map((item) => valueText(file, item)).join(', ')}]`;
    case 'template':
      return `\`${value.parts.join('…')}\``;
    default: {
      const literal = file.literalOf(value);
      if (literal !== undefined) return valueText(literal.file, literal.value);
      const entity = file.entityOf(value);
      return entity.kind === 'unknown' ? value.kind : entityText(entity);
    }
  }
}

const quoted = (name: string | undefined): string => (name === undefined ? '(computed)' : `'${name}'`);

function at(file: LinkedFile, { start }: Span): string {
  const { line, character } = positionAt(file.model.lineStarts, start);
  return `${line + 1}:${character + 1}`;
}
