import { fullNameOf } from '../model/deployment-name.ts';
import type { DeploymentModel, FlowModel, LinkedFile, Located } from '../model/entities.ts';
import { perFile } from '../model/per-file.ts';
import type { Span } from '../model/span.ts';
import type { LiteralValue, ObjectValue, Value } from '../model/value.ts';
import { touches } from './locations.ts';
import type { View } from './view.ts';

/** A text in a file that names something. */
export interface NameUse {
  readonly kind: NameKind;
  readonly literal: TextLiteral;
  readonly flow?: FlowModel | undefined;
  readonly deployment?: DeploymentModel;
}

/** What a text names. */
export type NameKind =
  /** `flow/deployment`, as `runDeployment` takes it. */
  | 'deployment'
  | 'entrypoint'
  | 'cron'
  | 'rrule'
  | 'timezone'
  | 'workPool'
  | 'workQueue'
  | 'tag'
  /** Where a flow or a deployment is given its name. */
  | 'flowName'
  | 'deploymentName';

/** A string that is written as one. */
export type TextLiteral = LiteralValue & { readonly value: string };

/** The name at an offset. */
export const nameUseAt = (file: LinkedFile, offset: number): NameUse | undefined =>
  nameUses(file).find(({ literal }) => touches(literal.span, offset));

/** The names that a file uses as text. */
export const nameUses = perFile((file): readonly NameUse[] => [
  ...deploymentUses(file),
  ...deploymentMembers(file),
  ...scheduleMembers(file),
  ...flowNames(file),
]);

/** Texts that name a deployment to run; a constant that holds the name counts, in the file where it is written. */
function* deploymentUses(file: LinkedFile): Generator<NameUse> {
  for (const { text } of runsByName(file)) if (text.file.path === file.path) yield { kind: 'deployment', literal: text.value };
}

/** The runs that a file starts by name: the name where it is written, perhaps in another file, and where it is given. */
export function* runsByName(file: LinkedFile): Generator<{ readonly text: Located<TextLiteral>; readonly given: Span }> {
  for (const { call, callee } of file.calls) {
    const [first] = call.arguments;
    if (callee.kind !== 'sdk' || callee.name !== 'runDeployment' || first === undefined) continue;
    const located = file.literalOf(first);
    if (located !== undefined && isText(located.value)) yield { text: { file: located.file, value: located.value }, given: first.span };
  }
}

const memberKinds: Readonly<Record<string, NameKind>> = {
  entrypoint: 'entrypoint',
  workPoolName: 'workPool',
  workQueueName: 'workQueue',
  name: 'deploymentName',
};

function* deploymentMembers(file: LinkedFile): Generator<NameUse> {
  for (const deployment of file.deployments) {
    for (const { name, value } of membersIn(file, deployment.options)) {
      const kind = memberKinds[name];
      if (kind !== undefined && isText(value)) yield { kind, literal: value, flow: deployment.flow, deployment };
      if (name === 'tags') yield* tags(value);
    }
  }
}

function* scheduleMembers(file: LinkedFile): Generator<NameUse> {
  for (const deployment of file.deployments) {
    for (const { file: where, cron, rrule, timezone } of deployment.schedules) {
      if (where.path !== file.path) continue;
      if (isText(cron)) yield { kind: 'cron', literal: cron, deployment };
      if (isText(rrule)) yield { kind: 'rrule', literal: rrule, deployment };
      if (isText(timezone)) yield { kind: 'timezone', literal: timezone, deployment };
    }
  }
}

function* flowNames(file: LinkedFile): Generator<NameUse> {
  for (const runnable of [...file.flows, ...file.tasks]) {
    for (const { name, value } of membersIn(file, runnable.options)) {
      if (runnable.kind === 'flow' && name === 'name' && isText(value)) yield { kind: 'flowName', literal: value, flow: runnable };
      if (name === 'tags') yield* tags(value);
    }
  }
}

function* tags(value: Value): Generator<NameUse> {
  for (const item of value.kind === 'array' ? value.items : []) if (isText(item)) yield { kind: 'tag', literal: item };
}

/** The members of an object that is written in this very file. */
const membersIn = (file: LinkedFile, object: Located<ObjectValue> | undefined): ObjectValue['members'] =>
  object?.file.path === file.path ? object.value.members : [];

/** Whether a value is a string that is written in its file. */
export const isText = (value: Value | undefined): value is TextLiteral =>
  value?.kind === 'literal' && typeof value.value === 'string' && value.elsewhere !== true;

/** What stands between the quotes of a literal; in YAML there may be none. */
export function contentSpan({ text }: Pick<View, 'text'>, { span }: LiteralValue): Span {
  const quote = text[span.start];
  if (quote === undefined || !`'"\``.includes(quote)) return span;
  const closed = span.end - span.start > 1 && text[span.end - 1] === quote;
  return { start: span.start + 1, end: closed ? span.end - 1 : span.end };
}

/** The place of a text at an offset, the value itself or one of its list; in YAML also where nothing is written yet. */
export function textPlaceAt(view: Pick<View, 'file' | 'text'>, value: Value, offset: number): Span | undefined {
  const at = value.kind === 'array' ? value.items.find(({ span }) => touches(span, offset)) : value;
  if (isText(at)) {
    const content = contentSpan(view, at);
    return touches(content, offset) ? content : undefined;
  }
  return view.file.model.language === 'yaml' && at?.kind === 'literal' ? at.span : undefined;
}

/** `flow/deployment` as its two parts with their places; undefined without a slash. */
export function deploymentParts(view: Pick<View, 'text'>, literal: TextLiteral): { flow: Span; deployment: Span } | undefined {
  const content = contentSpan(view, literal);
  const slash = view.text.slice(content.start, content.end).indexOf('/');
  if (slash === -1) return undefined;
  const at = content.start + slash;
  return { flow: { start: content.start, end: at }, deployment: { start: at + 1, end: content.end } };
}

/** The name of a deployment for people. */
export const deploymentTitle = (deployment: DeploymentModel): string =>
  [fullNameOf(deployment), deployment.name].find((one) => one !== undefined && one !== '') ?? '(deployment)';
