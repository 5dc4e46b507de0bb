import type { CompletionItem } from 'vscode-languageserver-types';
import type { OptionFact } from '../model/options.ts';
import type { Span } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import type { OptionsContext } from './contexts.ts';
import { memberAt, optionsAt } from './contexts.ts';
import type { Choice } from './choices.ts';
import { kinds, quoted, toItems, wordAt } from './choices.ts';
import { describeOption } from './hover.ts';
import { touches } from './locations.ts';
import type { TextLiteral } from './names.ts';
import { contentSpan, isText, nameUseAt } from './names.ts';
import { parameterChoices, parameterItems } from './parameter-completion.ts';
import { deploymentChoices, nameChoices, valueChoices } from './value-completion.ts';
import type { View } from './view.ts';

/** What fits at an offset: options, names of deployments and pools, parameters and their values, schedules, time zones. */
export function completion(view: View, offset: number): CompletionItem[] {
  const use = nameUseAt(view.file, offset);
  if (use !== undefined) {
    const span = contentSpan(view, use.literal);
    if (span.start <= offset && offset <= span.end) return toItems(view, nameChoices(view, use, offset), span);
  }
  const inCall = deploymentArgument(view, offset);
  if (inCall !== undefined) return toItems(view, quoted(deploymentChoices(view)), inCall);
  // In YAML only texts are completed: its options are spelled and laid out otherwise than what is inserted here.
  const context = view.file.model.language === 'yaml' ? undefined : optionsAt(view, offset);
  return context === undefined ? [] : optionItems(view, context, offset);
}

/** Between the parentheses of `runDeployment()`. */
function deploymentArgument({ file }: View, offset: number): Span | undefined {
  const call = file.calls.find(
    ({ callee, call: { argumentsSpan } }) => callee.kind === 'sdk' && callee.name === 'runDeployment' && touches(argumentsSpan, offset),
  );
  return call !== undefined && call.call.arguments.length === 0 ? { start: offset, end: offset } : undefined;
}

function optionItems(view: View, context: OptionsContext, offset: number): CompletionItem[] {
  const { object, facts, of } = context;
  const at = memberAt(object, view, offset);
  if (at === undefined || !at.inValue) {
    const word = at?.member.nameSpan ?? wordAt(view.text, offset);
    const present = new Set(object.members.filter(({ nameSpan }) => nameSpan.start !== word.start).map(({ name }) => name));
    const choices = facts.filter(({ name }) => !present.has(name)).map((fact) => optionChoice(fact, of));
    return followedByColon(view.text, word)
      ? toItems(
          view,
          choices.map(({ label, kind, detail = '' }) => ({ label, kind, detail })),
          word,
        )
      : toItems(view, choices, word);
  }
  const { name, value } = at.member;
  if (name === 'parameters' && value.kind === 'object') return inParameters(view, context, value, offset);
  const template =
    isText(value) && facts.find((fact) => fact.name === name)?.template === true ? placeholderAt(view, value, offset) : undefined;
  if (template !== undefined) return toItems(view, placeholderChoices(view, object), template);
  const choices = valueChoices(view, name, offset);
  if (isText(value)) return toItems(view, choices, contentSpan(view, value));
  return toItems(view, quoted(choices), wordAt(view.text, offset));
}

function inParameters(view: View, { flows }: OptionsContext, given: ObjectValue, offset: number): CompletionItem[] {
  const at = memberAt(given, view, offset);
  if (at?.inValue !== true) {
    const word = at?.member.nameSpan ?? wordAt(view.text, offset);
    const present = new Set(given.members.filter(({ nameSpan }) => nameSpan.start !== word.start).map(({ name }) => name));
    return toItems(
      view,
      parameterItems(flows).filter(({ label }) => !present.has(label)),
      word,
    );
  }
  const { name, value } = at.member;
  const choices = parameterChoices(flows, name);
  if (!isText(value)) return toItems(view, choices, wordAt(view.text, offset));
  const texts = choices.filter(({ insert = '' }) => insert.startsWith("'"));
  return toItems(
    view,
    texts.map(({ label, kind }) => ({ label: label.slice(1, -1), kind })),
    contentSpan(view, value),
  );
}

/** The name between the braces of `etl-{day}` around an offset; undefined where no brace is open. */
function placeholderAt(view: View, value: TextLiteral, offset: number): Span | undefined {
  const { start, end } = contentSpan(view, value);
  const open = /\{(\w*)$/.exec(view.text.slice(start, offset));
  const rest = /^\w*/.exec(view.text.slice(offset, end))?.[0] ?? '';
  return open === null ? undefined : { start: offset - (open[1]?.length ?? 0), end: offset + rest.length };
}

/** The parameters of the flow or task whose options these are. */
function placeholderChoices({ file }: View, options: ObjectValue): Choice[] {
  const its = [...file.flows, ...file.tasks].filter((runnable) => runnable.options?.value === options);
  return its.flatMap(({ parameters }) => parameters.fields.map(({ name }) => ({ label: name, kind: kinds.field })));
}

const optionChoice = (fact: OptionFact, of: string): Choice => ({
  label: fact.name,
  kind: kinds.property,
  detail: fact.unit ?? fact.type,
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

const followedByColon = (text: string, word: Span): boolean => /^\s*:/.test(text.slice(word.end, word.end + 20));
