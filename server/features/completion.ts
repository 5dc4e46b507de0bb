import type { CompletionItem } from 'vscode-languageserver-types';
import type { OptionFact } from '../model/options.ts';
import type { Span } from '../model/span.ts';
import type { ObjectMember, ObjectValue } from '../model/value.ts';
import type { OptionsContext } from './contexts.ts';
import { memberAt, optionsAt } from './contexts.ts';
import type { Choice } from './choices.ts';
import { betweenQuotes, kinds, quoted, toItems, wordAt } from './choices.ts';
import { isNamePlace, isValuePlace } from './cursor-place.ts';
import { describeOption } from './descriptions.ts';
import { touches } from './locations.ts';
import { contentSpan, nameUseAt, textPlaceAt } from './names.ts';
import { memberItems } from './member-completion.ts';
import { parameterItems } from './parameter-completion.ts';
import { deploymentChoices, nameChoices, valueChoices } from './value-completion.ts';
import { inQuotes, isQuoted } from './written-text.ts';
import type { View } from './view.ts';

/** What fits at an offset: options, names of deployments and pools, parameters and their values, schedules, time zones. */
export function completion(view: View, offset: number): CompletionItem[] {
  const use = nameUseAt(view.file, offset);
  if (use !== undefined) {
    const span = contentSpan(view, use.literal);
    if (span.start <= offset && offset <= span.end) return betweenQuotes(view, nameChoices(view, use, offset), span);
  }
  const inCall = deploymentArgument(view, offset);
  if (inCall !== undefined) return toItems(view, quoted(deploymentChoices(view)), inCall);
  const context = optionsAt(view, offset);
  return context === undefined ? [] : optionItems(view, context, offset);
}

/** Between the parentheses of `runDeployment()`, or what stands for its first argument. */
function deploymentArgument({ file, text }: View, offset: number): Span | undefined {
  const call = file.calls.find(
    ({ callee, call: { argumentsSpan } }) => callee.kind === 'sdk' && callee.name === 'runDeployment' && touches(argumentsSpan, offset),
  );
  const [first] = call?.call.arguments ?? [];
  if (call === undefined) return undefined;
  if (first === undefined) return { start: offset, end: offset };
  // A word that has been begun looks like the name of a variable.
  return first.kind !== 'object' && touches(first.span, offset) && isWord(text, first.span) ? first.span : undefined;
}

const isWord = (text: string, { start, end }: Span): boolean => /^[\w$]+$/.test(text.slice(start, end));

function optionItems(view: View, context: OptionsContext, offset: number): CompletionItem[] {
  const { object } = context;
  const at = memberAt(object, view, offset);
  return at === undefined || !at.inValue
    ? optionNames(view, context, at?.member.nameSpan, offset)
    : optionValues(view, context, at.member, offset);
}

function optionNames(view: View, { object, facts, of }: OptionsContext, name: Span | undefined, offset: number): CompletionItem[] {
  // In YAML there are other options, which are laid out otherwise.
  if (view.file.model.language === 'yaml') return [];
  const word = name ?? wordAt(view.text, offset);
  if (name === undefined && !isNamePlace(view, object, word.start)) return [];
  const present = new Set(object.members.filter(({ nameSpan }) => nameSpan.start !== word.start).map((member) => member.name));
  const choices = facts.filter((fact) => !present.has(fact.name)).map((fact) => optionChoice(fact, of));
  return memberItems(view, object, choices, word);
}

function optionValues(view: View, context: OptionsContext, { name, value }: ObjectMember, offset: number): CompletionItem[] {
  if (name === 'parameters') return parameterItems(view, context.flows, value, offset);
  const fact = context.facts.find((one) => one.name === name);
  const place = textPlaceAt(view, value, offset);
  const template = place === undefined || fact?.template !== true ? undefined : placeholderAt(view, place, offset);
  if (template !== undefined) return toItems(view, placeholderChoices(view, context.object, template), template);
  const found = fact?.type === 'boolean' ? booleans : valueChoices(view, name, offset);
  const choices = fact?.type === 'strings' && value.kind !== 'array' ? inList(found) : found;
  const isText = fact?.type !== 'boolean' && choices === found;
  if (place !== undefined) return !isText && isQuoted(view, place.start) ? [] : betweenQuotes(view, choices, place);
  return isValuePlace(view.text, offset) ? toItems(view, quoted(choices), wordAt(view.text, offset)) : [];
}

/** Texts for an option that takes a list of them, where there is none yet. */
const inList = (choices: readonly Choice[]): Choice[] => choices.map((choice) => ({ ...choice, insert: `[${inQuotes(choice.label)}]` }));

const booleans: readonly Choice[] = ['true', 'false'].map((label) => ({ label, insert: label, kind: kinds.keyword }));

/** The name between the braces of `etl-{day}` around an offset; undefined where no brace is open. */
function placeholderAt(view: View, { start, end }: Span, offset: number): Span | undefined {
  const open = /\{(\w*)$/.exec(view.text.slice(start, offset));
  const rest = /^\w*/.exec(view.text.slice(offset, end))?.[0] ?? '';
  return open === null ? undefined : { start: offset - (open[1]?.length ?? 0), end: offset + rest.length };
}

/** The parameters of the flow or task whose options these are, with the brace where that is missing. */
function placeholderChoices({ file, text }: View, options: ObjectValue, { end }: Span): Choice[] {
  const its = [...file.flows, ...file.tasks].filter((runnable) => runnable.options?.value === options);
  const close = text[end] === '}' ? '' : '}';
  return its.flatMap(({ parameters }) => parameters.fields.map(({ name }) => ({ label: name, insert: name + close, kind: kinds.field })));
}

const optionChoice = (fact: OptionFact, of: string): Choice => ({
  label: fact.name,
  kind: kinds.property,
  ...(fact.type === 'other' && fact.unit === undefined ? {} : { detail: fact.unit ?? fact.type }),
  documentation: describeOption(fact, of),
  insert: `${fact.name}: ${placeholders[fact.type]}`,
  snippet: true,
});

const placeholders: Readonly<Record<OptionFact['type'], string>> = {
  string: "'$1'",
  strings: "['$1']",
  list: '[$1]',
  object: '{ $1 }',
  number: '$1',
  boolean: `\${1|true,false|}`,
  function: '$1',
  other: '$1',
};
