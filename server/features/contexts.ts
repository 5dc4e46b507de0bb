import type { Entity, FlowModel, LinkedCall, Located } from '../model/entities.ts';
import type { OptionFact, OptionsOwner } from '../model/options.ts';
import { optionsOf } from '../model/options.ts';
import type { Span } from '../model/span.ts';
import type { ObjectMember, ObjectValue } from '../model/value.ts';
import { touches } from './locations.ts';
import type { View } from './view.ts';

/** An object in a file whose members are options of the SDK. */
export interface OptionsContext {
  readonly of: OptionsOwner;
  readonly facts: readonly OptionFact[];
  readonly object: ObjectValue;
  /** The flows whose parameters the member `parameters` may give. */
  readonly flows: readonly FlowModel[];
  /** The full name of the deployment, for `runDeployment`. */
  readonly deployment?: string;
}

const functions: Readonly<Record<string, OptionsOwner>> = {
  flow: 'flow',
  task: 'task',
  runDeployment: 'runDeployment',
  waitForFlowRuns: 'waitForFlowRuns',
};

const methods: Readonly<Record<string, OptionsOwner>> = {
  'flow.withOptions': 'flow',
  'task.withOptions': 'task',
  'flow.deploy': 'deployment',
  'flow.toDeployment': 'deployment',
  'flow.serve': 'deployment',
};

/** The innermost object of options around an offset. */
export const optionsAt = (view: View, offset: number): OptionsContext | undefined =>
  optionsContexts(view)
    .filter(({ object: { span } }) => isAmong(view, span, offset))
    .toSorted((a, b) => length(a.object.span) - length(b.object.span))[0];

/** Whether an offset is between the braces of an object, or behind the first one while the last is missing; in YAML there are none. */
export const isAmong = (view: Pick<View, 'file' | 'text'>, span: Span, offset: number): boolean =>
  view.file.model.language === 'yaml' ? touches(span, offset) : isInside(span, offset) || isBehindOpen(view, span, offset);

const isBehindOpen = ({ text }: Pick<View, 'text'>, span: Span, offset: number): boolean =>
  text[span.start] === '{' && text[span.end - 1] !== '}' && span.end <= offset && text.slice(span.end, offset).trim() === '';

/** Every object of options in a file, also in configuration. */
export function optionsContexts(view: Pick<View, 'project' | 'file'>): OptionsContext[] {
  const { file } = view;
  const { language } = file.model;
  const inCalls = file.calls.flatMap((call) => {
    const of = ownerOf(call.callee);
    if (of === undefined) return [];
    const objects = call.call.arguments.filter((argument) => argument.kind === 'object');
    return objects.map((object) => ({ of, facts: optionsOf(of, language), object, ...subjectOf(view, call) }));
  });
  const configured = file.model.deployments.map(({ options }) => {
    const flow = file.deployments.find((deployment) => deployment.options?.value === options)?.flow;
    return {
      of: 'deployment' as const,
      facts: optionsOf('deployment', language),
      object: options,
      flows: flow === undefined ? [] : [flow],
    };
  });
  const given = [...inCalls, ...configured];
  return [...given, ...given.flatMap((context) => (context.of === 'deployment' ? schedulesOf(view, context) : []))];
}

/** The schedules among a deployment's options, each an object of options itself. */
function schedulesOf({ file }: Pick<View, 'file'>, { object, flows }: OptionsContext): OptionsContext[] {
  const facts = optionsOf('schedule', file.model.language);
  const values = ['schedule', 'schedules'].flatMap((name) => memberNamed(object, name)?.value ?? []);
  const objects = values.flatMap((value) => (value.kind === 'array' ? value.items : value)).filter((value) => value.kind === 'object');
  return objects.map((schedule) => ({ of: 'schedule', facts, object: schedule, flows }));
}

/** The member around an offset, and whether the offset is in its value, or where its value will stand. */
export function memberAt(
  { members }: ObjectValue,
  view: Pick<View, 'text'>,
  offset: number,
): { member: ObjectMember; inValue: boolean } | undefined {
  const { text } = view;
  const around = members.find(
    ({ span, value }) => touches(span, offset) || touches(value.span, offset) || isBehindOpen(view, value.span, offset),
  );
  const member = around ?? members.find(({ nameSpan }) => nameSpan.end < offset && /^\s*:\s*$/.test(text.slice(nameSpan.end, offset)));
  return member === undefined ? undefined : { member, inValue: !touches(member.nameSpan, offset) };
}

/** The member of this name. */
export const memberNamed = (object: ObjectValue | undefined, name: string): ObjectMember | undefined =>
  object?.members.find((member) => member.name === name);

/** Whether an offset is between the first and the last character, not before or behind them. */
export const isInside = (span: Span, offset: number): boolean => span.start < offset && offset < span.end;

/** The text that a value is, wherever it is written. */
export function textOf(view: Pick<View, 'file'>, value: Parameters<View['file']['literalOf']>[0] | undefined): string | undefined {
  const literal = value === undefined ? undefined : view.file.literalOf(value)?.value.value;
  return typeof literal === 'string' ? literal : undefined;
}

/** The text that is given as an option of a flow, task or deployment. */
export const textOption = ({ options }: { readonly options: Located<ObjectValue> | undefined }, name: string): string | undefined =>
  options && textOf(options, memberNamed(options.value, name)?.value);

function ownerOf(callee: Entity): OptionsOwner | undefined {
  if (callee.kind === 'sdk') return functions[callee.name];
  if (callee.kind === 'method') return methods[`${callee.of.kind}.${callee.name}`];
  return undefined;
}

/** The flow that a call is about: the receiver of `deploy`, or that of the deployment which `runDeployment` names. */
function subjectOf(view: Pick<View, 'project' | 'file'>, { call, callee }: LinkedCall): Pick<OptionsContext, 'flows' | 'deployment'> {
  if (callee.kind === 'method' && callee.of.kind === 'flow') return { flows: callee.of.flow === undefined ? [] : [callee.of.flow] };
  const name = callee.kind === 'sdk' && callee.name === 'runDeployment' ? textOf(view, call.arguments[0]) : undefined;
  return name === undefined ? { flows: [] } : { flows: flowsOfDeployment(view, name), deployment: name };
}

/** The flows that a deployment `flow/deployment` may run: the one it is made of, else those of that name. */
export function flowsOfDeployment({ project }: Pick<View, 'project'>, fullName: string): readonly FlowModel[] {
  const made = project.deploymentsNamed(fullName).flatMap(({ flow }) => flow ?? []);
  return made.length > 0 ? made : project.flowsNamed(fullName.split('/')[0] ?? '');
}

const length = ({ start, end }: Span): number => end - start;
