import { fullNameOf } from '../model/deployment-name.ts';
import type { DeploymentModel, FlowModel, Located, ProjectModel, ServerFacts, TaskModel } from '../model/entities.ts';
import type { OptionFact } from '../model/options.ts';
import type { LiteralValue, ObjectValue } from '../model/value.ts';
import { cronWords } from '../schedules/cron-words.ts';
import { durationWords, localTime } from '../schedules/time-words.ts';
import { textOption } from './contexts.ts';
import { signatureText } from './signature-text.ts';
import type { View } from './view.ts';
import { isSame, runnableOf } from './view.ts';

type InProject = Pick<View, 'project'>;

/** A flow or task in Markdown: signature, description, what its options say, its deployments. */
export function describeRunnable(view: InProject, runnable: FlowModel | TaskModel): string {
  const deployments = runnable.kind === 'flow' ? deploymentsOfFlow(view.project, runnable) : [];
  const parts = [
    signatureBlock(runnable),
    descriptionOf(runnable),
    parametersIn(runnable),
    behaviourOf(runnable),
    deployments.length === 0
      ? undefined
      : `Deployments:\n${deployments.map((one) => `- ${[deploymentLine(one), ...lastState(view.project, one)].join(' · ')}`).join('\n')}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

/** What is known under `flow/deployment`: in code, in configuration, and on the connected server. */
export function describeDeployments({ project }: InProject, fullName: string, now: Date): string | undefined {
  const inCode = project.deploymentsNamed(fullName);
  const onServer = project.server?.deployments.find((one) => fullNameOf(one) === fullName);
  if (inCode.length === 0 && onServer === undefined) return undefined;
  const lines = inCode.length === 0 ? [`**${fullName}** · known to the connected server only`] : inCode.map((one) => deploymentLine(one));
  const [flow] = inCode.flatMap((deployment) => deployment.flow ?? []);
  const lastRun = onServer?.lastRun && `Last run: ${onServer.lastRun.state}, ${timeText(onServer.lastRun.at, now)}`;
  const parts = [...lines.map((line) => `Deployment ${line}`), lastRun, flow && signatureBlock(flow), flow && descriptionOf(flow)];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** A time that a server tells, for people; what is no time stays as it is. */
function timeText(told: string, now: Date): string {
  const time = new Date(told);
  return Number.isNaN(time.getTime()) ? told : `${localTime(time, 'UTC', now)} UTC`;
}

/** What its documentation says about its parameters. */
function parametersIn({ parameters }: FlowModel | TaskModel): string | undefined {
  const lines = parameters.fields.flatMap(({ name, description }) => (description === undefined ? [] : [`- \`${name}\`: ${description}`]));
  return lines.length === 0 ? undefined : lines.join('\n');
}

const signatureBlock = (runnable: FlowModel | TaskModel): string => `\`\`\`ts\n${signatureText(runnable)}\n\`\`\``;

/** The deployments of a flow, over all files. */
export const deploymentsOfFlow = (project: ProjectModel, flow: FlowModel): DeploymentModel[] =>
  [...project.deployments()].filter((deployment) => deployment.flow !== undefined && isSame(deployment.flow, flow));

/** The description that its option or its doc comment gives. */
export function descriptionOf(runnable: FlowModel | TaskModel): string | undefined {
  const original = runnableOf(runnable.base);
  return textOption(runnable, 'description') ?? runnable.documentation ?? (original && descriptionOf(original));
}

/** Its own options, then those of what `withOptions` made it of. */
function optionsOf({ options, base }: FlowModel | TaskModel): Located<ObjectValue>[] {
  const original = runnableOf(base);
  return [...(options === undefined ? [] : [options]), ...(original === undefined ? [] : optionsOf(original))];
}

/** The schedules of a deployment in words. */
export const scheduleWords = ({ schedules }: DeploymentModel): string[] =>
  schedules.flatMap(({ cron, interval, rrule, timezone }) => {
    const zone = textIn(timezone);
    const words = [cron && cronInWords(cron), interval && intervalInWords(interval), rrule && `rrule ${textIn(rrule) ?? ''}`].find(
      (one) => one !== undefined,
    );
    return words === undefined ? [] : [zone === undefined ? words : `${words} (${zone})`];
  });

const cronInWords = (cron: LiteralValue): string | undefined => {
  const text = textIn(cron);
  return text === undefined ? undefined : (cronWords(text) ?? text);
};

const intervalInWords = ({ value }: LiteralValue): string | undefined =>
  typeof value === 'number' && value > 0 ? `Every ${durationWords(value)}` : undefined;

const textIn = (literal: LiteralValue | undefined): string | undefined => (typeof literal?.value === 'string' ? literal.value : undefined);

function deploymentLine(deployment: DeploymentModel): string {
  const name = fullNameOf(deployment) ?? deployment.name ?? '(name is computed)';
  const pool = textOption(deployment, 'workPoolName');
  return [`**${name}**`, ...(pool === undefined ? [] : [`pool ${pool}`]), ...scheduleWords(deployment)].join(' · ');
}

/** The last run of a deployment that the connected server knows. */
export const lastRunOf = ({ server }: ProjectModel, { name, flowName }: DeploymentModel): ServerFacts['deployments'][number]['lastRun'] =>
  server?.deployments.find((one) => one.flowName === flowName && one.name === name)?.lastRun;

function lastState(project: ProjectModel, deployment: DeploymentModel): string[] {
  const lastRun = lastRunOf(project, deployment);
  return lastRun === undefined ? [] : [`last run ${lastRun.state}`];
}

const described: Readonly<Record<string, (value: number) => string>> = {
  retries: (value) => `tries again ${value === 1 ? 'once' : value === 2 ? 'twice' : `${value} times`}`,
  timeoutSeconds: (value) => `stops after ${durationWords(value)}`,
};

/** What the options say about how it runs. */
function behaviourOf(runnable: FlowModel | TaskModel): string | undefined {
  const given = optionsOf(runnable).flatMap(({ file, value }) => value.members.map((member) => ({ file, ...member })));
  const words = given.flatMap(({ file, name, value }, index) => {
    const number = file.literalOf(value)?.value.value;
    const describe = given.findIndex((other) => other.name === name) < index ? undefined : described[name];
    return describe !== undefined && typeof number === 'number' && number > 0 ? [describe(number)] : [];
  });
  const [first, ...others] = words;
  return first === undefined ? undefined : [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(' · ');
}

/** An option for people: what it takes, and what it does. */
export function describeOption({ name, type, unit, summary, template }: OptionFact, of: string): string {
  const takes = [type === 'other' ? undefined : type, unit === 'seconds' ? 'in seconds' : undefined]
    .filter((part) => part !== undefined)
    .join(', ');
  const note = template === true ? '\n\n`{parameter}` in it is replaced by the value of that parameter.' : '';
  return `**${name}**${takes === '' ? '' : ` (${takes})`}: option of \`${of}\`\n\n${summary}${note}`;
}
