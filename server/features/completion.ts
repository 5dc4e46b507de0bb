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
import type { NameUse } from './names.ts';
import { contentSpan, isText, nameUseAt } from './names.ts';
import { parameterChoices, parameterItems } from './parameter-completion.ts';
import type { View } from './view.ts';

/** What fits at an offset: options, names of deployments and pools, parameters and their values, schedules, time zones. */
export function completion(view: View, offset: number): CompletionItem[] {
  const use = nameUseAt(view.file, offset);
  if (use !== undefined) {
    const span = contentSpan(view, use.literal);
    if (span.start <= offset && offset <= span.end) return toItems(view, nameChoices(view, use), span);
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
  const choices = valueChoices(view, name);
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

/** What a name may be, by what it names. */
function nameChoices(view: View, { kind }: NameUse): readonly Choice[] {
  if (kind === 'deployment') return deploymentChoices(view);
  return valueChoices(view, optionOfKind[kind] ?? '');
}

const optionOfKind: Readonly<Partial<Record<NameUse['kind'], string>>> = {
  cron: 'cron',
  timezone: 'timezone',
  workPool: 'workPoolName',
  workQueue: 'workQueueName',
  tag: 'tags',
  entrypoint: 'entrypoint',
};

/** The texts that an option may take. */
function valueChoices(view: View, option: string): readonly Choice[] {
  const { server } = view.project;
  switch (option) {
    case 'cron':
      return cronChoices;

    case 'timezone':
      return timezones().map((label) => ({ label, kind: kinds.constant }));

    case 'workPoolName':
      return names(server?.workPools, 'work pool');

    case 'workQueueName':
      return names(server?.workQueues, 'work queue');

    case 'tags':
      return names(server?.tags, 'tag');

    case 'entrypoint':
      return entrypointChoices(view);

    default:
      return [];
  }
}

const names = (labels: readonly string[] | undefined, detail: string): Choice[] =>
  (labels ?? []).map((label) => ({ label, detail: `${detail} of the connected server`, kind: kinds.value }));

const cronChoices: readonly Choice[] = (
  [
    ['*/15 * * * *', 'every 15 minutes'],
    ['0 * * * *', 'every hour'],
    ['0 6 * * *', 'every day at 06:00'],
    ['0 6 * * 1-5', 'Monday to Friday at 06:00'],
    ['0 6 * * 1', 'every Monday at 06:00'],
    ['0 6 1 * *', 'on the first of the month at 06:00'],
    ['0 6 1 1,4,7,10 *', 'every quarter, on its first day at 06:00'],
    ['0 0 1 1 *', 'every year on 1 January'],
  ] as const
).map(([label, detail]) => ({ label, detail, kind: kinds.value }));

const timezones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Deployments of the code and the configuration, and those that only the server knows. */
function deploymentChoices({ project }: View): Choice[] {
  const remote = (project.server?.deployments ?? []).map(({ flowName, name }) => `${flowName}/${name}`);
  const known = new Set(project.deploymentNames());
  return [
    ...[...known].map((label) => ({ label, detail: 'deployment', kind: kinds.value })),
    ...remote
      .filter((name) => !known.has(name))
      .map((label) => ({ label, detail: 'deployment on the connected server', kind: kinds.value })),
  ];
}

function entrypointChoices({ project, file }: View): Choice[] {
  const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), file.path.lastIndexOf('\\')) + 1);
  return [...project.flows()].flatMap((flow) => {
    const [name] = flow.exportedAs;
    if (name === undefined || !flow.file.path.startsWith(folder)) return [];
    return [{ label: `${flow.file.path.slice(folder.length).replaceAll('\\', '/')}:${name}`, detail: 'flow', kind: kinds.value }];
  });
}

const followedByColon = (text: string, word: Span): boolean => /^\s*:/.test(text.slice(word.end, word.end + 20));
