import type { Hover } from 'vscode-languageserver-types';
import type { ScheduleModel } from '../model/entities.ts';
import type { OptionFact } from '../model/options.ts';
import type { Span } from '../model/span.ts';
import { cronWords, localTime, nextTimes, offsetWords } from '../schedules/cron-words.ts';
import { nextRruleTimes } from '../schedules/rrule-times.ts';
import { memberAt, optionsAt } from './contexts.ts';
import { describeDeployments, describeRunnable } from './descriptions.ts';
import { entityAt } from './entity-at.ts';
import { rangeOf, touches } from './locations.ts';
import type { NameUse } from './names.ts';
import { contentSpan, fullNameOf, nameUseAt } from './names.ts';
import { stateFact } from './state-facts.ts';
import type { View } from './view.ts';
import { runnableOf } from './view.ts';

/** What is known about the name, option or text at an offset. */
export async function hover(view: View, offset: number, now: Date): Promise<Hover | undefined> {
  const found = (await nameHover(view, offset, now)) ?? optionHover(view, offset) ?? entityHover(view, offset) ?? stateHover(view, offset);
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
      return describeDeployments(view, literal.value);

    case 'deploymentName': {
      const fullName = deployment && fullNameOf(deployment);
      return fullName === undefined ? undefined : describeDeployments(view, fullName);
    }
    case 'cron': {
      const schedule = deployment?.schedules.find(({ cron }) => cron?.span.start === literal.span.start);
      return describeCron(literal.value, zoneOf(schedule), schedule?.dayOr?.value !== false, now);
    }
    case 'rrule': {
      const timezone = zoneOf(deployment?.schedules.find(({ rrule }) => rrule?.span.start === literal.span.start));
      const times = await nextRruleTimes({ rrule: literal.value, timezone }, now, 5);
      return times && `**Recurrence rule** (${timezone ?? 'UTC'})\n\n${timesInWords(times, timezone, 'It fires no more.')}`;
    }
    case 'timezone': {
      const offset = offsetWords(literal.value, now);
      return offset === undefined ? undefined : `**${literal.value}** is ${offset} now: ${localTime(now, literal.value)}.`;
    }
    case 'entrypoint':
    case 'flowName':
      return flow && describeRunnable(view, flow);

    case 'workPool': {
      if (server === undefined) return undefined;
      const known = server.workPools.includes(literal.value);
      return `Work pool **${literal.value}**: ${known ? 'known to the connected server.' : 'the connected server has none of this name.'}`;
    }
    default:
      return undefined;
  }
}

/** A cron in words, and the next five times in its own time zone. */
function describeCron(cron: string, timezone: string | undefined, dayOr: boolean, now: Date): string | undefined {
  const words = cronWords(cron);
  if (words === undefined) return undefined;
  const times = nextTimes({ cron, timezone, dayOr }, now, 5);
  return `**${words}** (${timezone ?? 'UTC'})\n\n${timesInWords(times, timezone, 'It never fires.')}`;
}

const timesInWords = (times: readonly Date[], timezone: string | undefined, never: string): string =>
  times.length === 0 ? never : `Next (${timezone ?? 'UTC'}):\n${times.map((time) => `- ${localTime(time, timezone)}`).join('\n')}`;

const zoneOf = (schedule: ScheduleModel | undefined): string | undefined =>
  typeof schedule?.timezone?.value === 'string' ? schedule.timezone.value : undefined;

function optionHover(view: View, offset: number): Found | undefined {
  const context = optionsAt(view, offset);
  const at = context && memberAt(context.object, view, offset);
  if (context === undefined || at === undefined || at.inValue) return undefined;
  const fact = context.facts.find(({ name }) => name === at.member.name);
  return fact && { text: describeOption(fact, context.of), span: at.member.nameSpan };
}

/** An option for people: what it takes, and what it does. */
export function describeOption({ name, type, unit, summary, template }: OptionFact, of: string): string {
  const takes = [type === 'other' ? undefined : type, unit].filter((part) => part !== undefined).join(', in ');
  const note = template === true ? '\n\n`{parameter}` in it is replaced by the value of that parameter.' : '';
  return `**${name}**${takes === '' ? '' : ` (${takes})`}: option of \`${of}\`\n\n${summary}${note}`;
}

function entityHover(view: View, offset: number): Found | undefined {
  const at = entityAt(view.file, offset);
  const runnable = runnableOf(at?.entity);
  return at === undefined || runnable === undefined ? undefined : { text: describeRunnable(view, runnable), span: at.span };
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
