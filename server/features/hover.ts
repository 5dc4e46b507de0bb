import type { Hover, MarkupContent } from 'vscode-languageserver-types';
import { fullNameOf } from '../model/deployment-name.ts';
import type { ScheduleModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { cronWords } from '../schedules/cron-words.ts';
import { intervalTimes, nextTimes } from '../schedules/next-times.ts';
import { nextRruleTimes } from '../schedules/rrule-times.ts';
import { durationWords, localTime, offsetWords } from '../schedules/time-words.ts';
import { memberAt, optionsAt } from './contexts.ts';
import { describeDeployments, describeOption, describeRunnable } from './descriptions.ts';
import { deploymentAt, entityAt } from './entity-at.ts';
import { rangeOf, touches } from './locations.ts';
import type { NameUse } from './names.ts';
import { contentSpan, nameUseAt } from './names.ts';
import { projectOptionAt } from './project-options.ts';
import { calledParameterAt, parameterUseAt } from './references.ts';
import { schedulesIn, zoneOf } from './schedules.ts';
import { stateFact } from './state-facts.ts';
import { displayName, parameterText } from './signature-text.ts';
import type { View } from './view.ts';
import { runnableOf } from './view.ts';

/** What is known about the name, option or text at an offset. */
export async function hover(view: View, offset: number, now: Date): Promise<(Hover & { contents: MarkupContent }) | undefined> {
  const found =
    (await nameHover(view, offset, now)) ??
    intervalHover(view, offset, now) ??
    (await optionHover(view, offset)) ??
    parameterHover(view, offset) ??
    entityHover(view, offset) ??
    deploymentHover(view, offset, now) ??
    stateHover(view, offset);
  return found && { contents: { kind: 'markdown', value: found.text }, range: rangeOf(view.file, found.span) };
}

interface Found {
  readonly text: string;
  readonly span: Span;
}

async function nameHover(view: View, offset: number, now: Date): Promise<Found | undefined> {
  const use = nameUseAt(view.file, offset);
  const text = use && (await describeName(view, use, now));
  return use === undefined || text === undefined ? undefined : { text, span: contentSpan(view, use.literal) };
}

async function describeName(view: View, { kind, literal, flow, deployment }: NameUse, now: Date): Promise<string | undefined> {
  const { server } = view.project;
  switch (kind) {
    case 'deployment':
      return describeDeployments(view, literal.value, now);

    case 'deploymentName': {
      const fullName = deployment && fullNameOf(deployment);
      return fullName === undefined ? undefined : describeDeployments(view, fullName, now);
    }
    case 'cron': {
      const schedule = deployment?.schedules.find(({ cron }) => cron?.span.start === literal.span.start);
      return describeCron(literal.value, schedule, now);
    }
    case 'rrule': {
      const schedule = deployment?.schedules.find(({ rrule }) => rrule?.span.start === literal.span.start);
      return describeRrule(literal.value, schedule, now);
    }
    case 'timezone': {
      const offset = offsetWords(literal.value, now);
      return offset === undefined ? undefined : `**${literal.value}** is ${offset} now: ${localTime(now, literal.value, now)}.`;
    }
    case 'entrypoint':
    case 'flowName':
      return flow && describeRunnable(view, flow);

    case 'workPool':
      return server && onServer('Work pool', literal.value, server.workPools);

    case 'workQueue':
      return server && onServer('Work queue', literal.value, server.workQueues);

    default:
      return undefined;
  }
}

const onServer = (kind: string, name: string, known: readonly string[]): string =>
  `${kind} **${name}**: ${known.includes(name) ? 'known to the connected server.' : 'the connected server has none of this name.'}`;

/** A cron in words, and the next five times in its own time zone, where that is known. */
function describeCron(cron: string, schedule: ScheduleModel | undefined, now: Date): string | undefined {
  const words = cronWords(cron);
  const timezone = schedule && zoneOf(schedule);
  const times = timezone && nextTimes({ cron, timezone, dayOr: schedule.dayOr?.value !== false }, now, 5);
  if (words === undefined) return undefined;
  return times ? inZone(words, times, timezone, now, 'It never fires.') : `**${words}**`;
}

async function describeRrule(rrule: string, schedule: ScheduleModel | undefined, now: Date): Promise<string | undefined> {
  const timezone = schedule && zoneOf(schedule);
  const times = timezone && (await nextRruleTimes({ rrule, timezone }, now, 5));
  return times ? inZone('Recurrence rule', times, timezone, now, 'It fires no more.') : undefined;
}

const inZone = (words: string, times: readonly Date[], timezone: string, now: Date, never: string): string =>
  `**${words}** (${timezone})\n\n${times.length === 0 ? never : timesInWords(times, timezone, now)}`;

const timesInWords = (times: readonly Date[], timezone: string, now: Date): string =>
  `Next (${timezone}):\n${times.map((time) => `- ${localTime(time, timezone, now)}`).join('\n')}`;

/** An interval in larger units; its next times where it says from when it counts. */
function intervalHover({ file }: View, offset: number, now: Date): Found | undefined {
  const schedule = schedulesIn(file).find(({ interval }) => interval !== undefined && touches(interval.span, offset));
  const seconds = schedule?.interval?.value;
  if (schedule?.interval === undefined || typeof seconds !== 'number' || seconds <= 0) return undefined;
  const { interval, anchorDate } = schedule;
  const anchor = typeof anchorDate?.value === 'string' ? new Date(anchorDate.value) : undefined;
  const times = anchor === undefined ? [] : intervalTimes(seconds, anchor, now, 5);
  const when =
    times.length === 0
      ? 'Counted from when it is deployed, as no `anchorDate` is given.'
      : timesInWords(times, zoneOf(schedule) ?? 'UTC', now);
  return { text: `**Every ${durationWords(seconds)}**\n\n${when}`, span: interval.span };
}

/** A parameter where its name is given: to a deployment, to a run, in a call, and in templates. */
function parameterHover(view: View, offset: number): Found | undefined {
  const use = parameterUseAt(view, offset) ?? calledParameterAt(view, offset);
  const [runnable] = use?.of ?? [];
  const field = runnable?.parameters.fields.find(({ name }) => name === use?.name);
  if (use === undefined || runnable === undefined || field === undefined) return undefined;
  const of = `Parameter of ${runnable.kind} **${displayName(runnable)}**`;
  const parts = [`\`\`\`ts\n(parameter) ${parameterText(field)}\n\`\`\``, field.description, of];
  return { text: parts.filter((part) => part !== undefined).join('\n\n'), span: use.span };
}

async function optionHover(view: View, offset: number): Promise<Found | undefined> {
  if (view.file.model.language === 'yaml') return projectOptionAt(view, offset);
  const context = optionsAt(view, offset);
  const at = context && memberAt(context.object, view, offset);
  if (context === undefined || at === undefined || at.inValue) return undefined;
  const fact = context.facts.find(({ name }) => name === at.member.name);
  return fact && { text: describeOption(fact, context.of), span: at.member.nameSpan };
}

function entityHover(view: View, offset: number): Found | undefined {
  const at = entityAt(view.file, offset);
  const runnable = runnableOf(at?.entity);
  return at === undefined || runnable === undefined ? undefined : { text: describeRunnable(view, runnable), span: at.span };
}

function deploymentHover(view: View, offset: number, now: Date): Found | undefined {
  const at = deploymentAt(view.file, offset);
  const fullName = at && fullNameOf(at.deployment);
  const text = fullName === undefined ? undefined : describeDeployments(view, fullName, now);
  return at === undefined || text === undefined ? undefined : { text, span: at.span };
}

/** A quoted word that is a state's name or type, in a file that uses the SDK. */
function stateHover({ file, text }: View, offset: number): Found | undefined {
  if (!file.usesSdk) return undefined;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  for (const { index, 1: word = '' } of line.matchAll(/['"`]([A-Za-z]+)['"`]/g)) {
    const span = { start: lineStart + index + 1, end: lineStart + index + 1 + word.length };
    const fact = touches(span, offset) ? stateFact(word) : undefined;
    if (fact === undefined) continue;
    const kind = `${fact.type}${fact.final ? ', final' : ', not final'}`;
    return { text: `**${fact.name}** (${kind})\n\n${fact.meaning}`, span };
  }
  return undefined;
}
