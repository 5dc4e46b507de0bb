import type { DeploymentModel, FlowModel, LinkedFile, Located, ProjectModel, ScheduleModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { typeText } from '../model/type-text.ts';
import type { ObjectMember, ObjectValue } from '../model/value.ts';
import type { DeploymentRun } from './facts/deployments.ts';
import { deploymentRuns, deploymentsMeant } from './facts/deployments.ts';
import { replace } from './facts/edits.ts';
import { misfit, strangers } from './facts/fits.ts';
import { memberOf } from '../model/object-members.ts';
import { calleeNameSpan } from './facts/places.ts';
import { listed, nearest } from './facts/wording.ts';
import type { Finding, Fix, RuleContext } from './rule.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Flows whose parameters are not all known accept any name. */
export const deploymentParameterMismatch = defineRule({
  id: 'deployment-parameter-mismatch',
  group: 'names',
  summary: "A deployment's parameters do not fit its flow: names, missing ones, types",
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check(context) {
    const { file, project, report } = context;
    for (const deployment of file.deployments) checkDeployment(context, deployment);
    for (const run of deploymentRuns(file)) {
      const targets = deploymentsMeant(project, run.name).filter(({ flow }) => flow !== undefined);
      const [flow] = new Set([...targets.map((target) => target.flow), ...flowsMeant(project, run)]);
      if (flow === undefined) continue;
      const given = run.options === undefined ? undefined : parametersIn(run.options);
      if (given !== undefined) for (const finding of wrongIn(file, flow, given)) report(finding);
      const missing = missingFor(flow, targets, given, run);
      if (missing.length > 0)
        report({
          span: calleeNameSpan(run.linked.call),
          message: `${missingText(flow, missing)}, and neither this call nor the deployment gives ${missing.length > 1 ? 'them' : 'it'}: the run is refused, or it ${without(flow)}.`,
        });
    }
  },
});

/** The flow of a deployment that is made elsewhere, where only one flow of the project has its name. */
function flowsMeant(project: ProjectModel, { name }: DeploymentRun): readonly FlowModel[] {
  const text = name?.value.value;
  const flows = typeof text === 'string' && text.includes('/') ? project.flowsNamed(text.split('/')[0] ?? '') : [];
  return flows.length === 1 ? flows : [];
}

function checkDeployment({ file, report }: RuleContext, { flow, options, schedules, nameSpan }: DeploymentModel): void {
  if (flow === undefined || options === undefined) return;
  const given = parametersIn(options);
  if (given !== undefined) for (const finding of wrongIn(file, flow, given)) report(finding);
  for (const schedule of schedules) {
    if (schedule.parameters !== undefined && schedule.parameters.value !== given?.value)
      for (const finding of wrongIn(file, flow, schedule.parameters)) report(finding);
    const names = allNames(presetOf(options), presetOf(schedule.options));
    const missing = names === undefined ? [] : required(flow).filter((name) => !names.has(name));
    if (missing.length === 0) continue;
    report({
      span: (schedule.file === file ? timeOf(schedule) : undefined) ?? nameSpan,
      message: `${missingText(flow, missing)}, and neither this schedule nor the deployment gives ${missing.length > 1 ? 'them' : 'it'}: every scheduled run ${without(flow)}. Add ${missing.length > 1 ? 'them' : 'it'} to the parameters of the deployment.`,
    });
  }
}

/** Where a schedule says when it starts runs. */
const timeOf = ({ cron, interval, rrule }: ScheduleModel): Span | undefined => (cron ?? interval ?? rrule)?.span;

function parametersIn(options: Located<ObjectValue>): Located<ObjectValue> | undefined {
  const found = memberOf(options, 'parameters');
  return typeof found === 'string' ? undefined : found.file.objectOf(found.member.value);
}

/** Unknown names and values of the wrong type, where they are written in this file. */
function* wrongIn(file: LinkedFile, flow: FlowModel, given: Located<ObjectValue>): Generator<Finding> {
  if (given.file !== file) return;
  const { fields } = flow.parameters;
  const isPython = flow.file.model.language === 'python';
  for (const stranger of strangers(flow.parameters, given.value.members)) {
    const { name, nameSpan } = stranger;
    const meant = nearest(
      name,
      fields.map((field) => field.name),
    );
    const has = fields.length === 0 ? 'it takes none' : `it has ${listed(fields.map((field) => field.name))}`;
    yield {
      span: nameSpan,
      message: `Flow '${flow.name ?? flow.binding}' has no parameter '${name}': ${has}. ${isPython ? 'Every run fails before its first line.' : 'The value is ignored, without an error.'}`,
      fixes: meant === undefined || given.value.members.some((member) => member.name === meant) ? [] : [renaming(stranger, meant)],
    };
  }
  for (const { name, value } of given.value.members) {
    const field = fields.find((candidate) => candidate.name === name);
    if (field?.type === undefined) continue;
    const wrong = misfit(given.file, value, field.type, field.typeFile);
    if (wrong === undefined) continue;
    const written = typeText(field.type);
    const expected = written.length > longestType ? 'has another type' : `has the type ${written}`;
    yield {
      span: value.span,
      message: `Parameter '${name}' of flow '${flow.name ?? flow.binding}' ${expected}, but is given ${wrong}: the run is refused, or ${isPython ? 'fails before its first line' : 'the flow gets a value that it does not expect'}.`,
    };
  }
}

/** A longer type makes a message that nobody reads. */
const longestType = 60;

const renaming = ({ name, nameSpan, span }: ObjectMember, meant: string): Fix => ({
  title: `Rename to '${meant}'`,
  kind: 'suggestion',
  edits(text) {
    const isShort = nameSpan.end === span.end;
    return [replace(nameSpan, isShort ? `${meant}: ${name}` : text.slice(nameSpan.start, nameSpan.end).replace(name, meant))];
  },
});

/** What becomes of a run that is not given a required parameter: flows in Python check them, others do not. */
const without = ({ file }: FlowModel): string =>
  file.model.language === 'python' ? "fails before the flow's first line" : 'starts with undefined in its place';

const required = ({ parameters }: FlowModel): readonly string[] =>
  parameters.fields.filter((field) => field.required).map((field) => field.name);

const missingText = (flow: FlowModel, missing: readonly string[]): string =>
  `Flow '${flow.name ?? flow.binding}' needs the parameter${missing.length > 1 ? 's' : ''} ${listed(missing)}`;

/** Required parameters that neither the call nor the deployment has; none when either cannot be seen. */
function missingFor(
  flow: FlowModel,
  targets: readonly DeploymentModel[],
  given: Located<ObjectValue> | undefined,
  run: DeploymentRun,
): readonly string[] {
  if (
    !run.isKnown ||
    targets.length === 0 ||
    (run.options !== undefined && given === undefined && memberOf(run.options, 'parameters') !== 'absent')
  )
    return [];
  const preset = targets.map(({ options }) => (options === undefined ? undefined : presetOf(options)));
  const names = allNames(given === undefined ? [] : namesIn(given), ...preset);
  return names === undefined ? [] : required(flow).filter((name) => !names.has(name));
}

/** The names of the parameters that a deployment has; undefined when they cannot be seen. */
function presetOf(options: Located<ObjectValue>): readonly string[] | undefined {
  const object = parametersIn(options);
  if (object !== undefined) return namesIn(object);
  return memberOf(options, 'parameters') === 'absent' ? [] : undefined;
}

/** The names of an object and of what is spread into it; undefined when there may be others. */
function namesIn({ file, value }: Located<ObjectValue>): readonly string[] | undefined {
  const spread = value.spreads.map((one) => file.objectOf(one)).map((object) => (object === undefined ? undefined : namesIn(object)));
  return value.open || spread.includes(undefined)
    ? undefined
    : [...value.members.map((member) => member.name), ...spread.flatMap((names) => names ?? [])];
}

const allNames = (...lists: readonly (readonly string[] | undefined)[]): ReadonlySet<string> | undefined =>
  lists.includes(undefined) ? undefined : new Set(lists.flatMap((list) => list ?? []));
