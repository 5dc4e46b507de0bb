import type { LinkedFile, Located } from '../model/entities.ts';
import type { Call, Language } from '../model/file.ts';
import type { OptionFact, OptionsOwner } from '../model/options.ts';
import { isOtherSdks, optionFact, optionsOf } from '../model/options.ts';
import { poolOptions } from '../model/project-options.ts';
import type { ObjectMember, ObjectValue } from '../model/value.ts';
import { callsOf } from './facts/callees.ts';
import { deploymentRuns } from './facts/deployments.ts';
import { replace } from './facts/edits.ts';
import { nearest, spelled } from './facts/wording.ts';
import type { Edit, Fix } from './rule.ts';
import { allLanguages, defineRule } from './rule.ts';

/** A name that is close to no option may belong to a newer SDK, and is left alone. */
export const unknownOption = defineRule({
  id: 'unknown-option',
  group: 'names',
  summary: 'An option is misspelled, or belongs to something else, so it has no effect',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    const { language } = file.model;
    for (const { object, of, callee, call } of optionObjects(file)) {
      if (object.file !== file) continue;
      for (const member of object.value.members) {
        if (optionFact(of, language, member.name) !== undefined) continue;
        const written = member.written ?? member.name;
        const place = of === 'configured' ? placeOf(member.name, written) : undefined;
        if (place !== undefined) {
          report({ span: member.nameSpan, message: `'${written}' has no effect here: a deployment in prefect.yaml says it in ${place}.` });
          continue;
        }
        const meant = meantBy(member, optionsOf(of, language), object.value);
        if (meant !== undefined) {
          const name = spelled(language, meant);
          const message = `${callee} has no option '${written}': it ${effectIn(language)}. '${name}' is probably meant.`;
          report({ span: member.nameSpan, message, fixes: [renaming(file, member, name)] });
        } else if (isOtherSdks(of, language, member.name)) {
          const [here, there] = language === 'python' ? ['Prefect', 'Millrace'] : ['Millrace', 'Prefect for Python'];
          report({
            span: member.nameSpan,
            message: `${callee} of ${here} has no option '${written}', which only ${there} has: it ${effectIn(language)}.`,
          });
        } else if (of === 'flow' && isInPlace(object, call) && isOfDeployments(language, member.name)) {
          const message = `${callee} has no option '${written}', which only a deployment has: it ${effectIn(language)}. Give it to deploy(), toDeployment() or serve().`;
          report({ span: member.nameSpan, message });
        } else if (isOfTheOther(of, language, member.name)) {
          const other = of === 'flow' ? 'task()' : 'flow()';
          report({
            span: member.nameSpan,
            message: `${callee} has no option '${written}', which only ${other} has: it ${effectIn(language)}.`,
          });
        }
      }
    }
  },
});

const effectIn = (language: Language): string =>
  language === 'python' ? 'raises a TypeError' : language === 'yaml' ? 'has no effect' : 'is ignored';

/** Where a deployment in `prefect.yaml` says what one in code says by an option of its own. */
function placeOf(name: string, written: string): string | undefined {
  const isTime = optionFact('schedule', 'yaml', name) !== undefined && optionFact('deployment', 'yaml', name) !== undefined;
  if (isTime) return `schedules: [{ ${written}: … }]`;
  const part = written === 'pool' ? 'name' : written.replace(/^work_pool_/, '');
  return Object.hasOwn(poolOptions, part) ? `work_pool: { ${part}: … }` : undefined;
}

/** Whether tasks have the option that a flow is given, or the other way round. */
const isOfTheOther = (of: OptionsOwner, language: Language, name: string): boolean =>
  (of === 'flow' || of === 'task') && optionFact(of === 'flow' ? 'task' : 'flow', language, name) !== undefined;

/** Whether deployments have the option, as `cron`: an object with it may be meant for both, unless it is written in the call. */
const isOfDeployments = (language: Language, name: string): boolean =>
  optionFact('deployment', language, name) !== undefined || optionFact('schedule', language, name) !== undefined;

interface OptionObject {
  readonly object: Located<ObjectValue>;
  readonly of: OptionsOwner;
  /** What is called, as it is written. */
  readonly callee: string;
  /** The call that makes the flow to which they are given. */
  readonly call?: Call;
}

/** Whether options are written in the call, and so given to nothing else. */
const isInPlace = ({ value }: Located<ObjectValue>, call: Call | undefined): boolean =>
  call?.arguments.some(({ span }) => span.start === value.span.start) === true;

function* optionObjects(file: LinkedFile): Generator<OptionObject> {
  const { language } = file.model;
  for (const { options, call } of file.flows) {
    if (options !== undefined) yield { object: options, of: 'flow', callee: 'flow()', call };
  }
  for (const { options } of file.tasks) if (options !== undefined) yield { object: options, of: 'task', callee: 'task()' };
  for (const { options, source, schedules } of file.deployments) {
    if (options === undefined) continue;
    yield source === 'config'
      ? { object: options, of: 'configured', callee: 'A deployment' }
      : { object: options, of: 'deployment', callee: `${source}()` };
    for (const { options: when } of schedules)
      if (when.value !== options.value) yield { object: when, of: 'schedule', callee: 'A schedule' };
  }
  for (const { options } of deploymentRuns(file)) {
    if (options !== undefined) yield { object: options, of: 'runDeployment', callee: `${spelled(language, 'runDeployment')}()` };
  }
  for (const { call } of callsOf(file, { sdk: ['waitForFlowRuns'] })) {
    const options = call.arguments[1] === undefined ? undefined : file.objectOf(call.arguments[1]);
    if (options !== undefined) yield { object: options, of: 'waitForFlowRuns', callee: `${spelled(language, 'waitForFlowRuns')}()` };
  }
}

/** The option that an unknown name means and that is not set beside it. */
function meantBy({ name }: ObjectMember, facts: readonly OptionFact[], { members }: ObjectValue): string | undefined {
  const free = facts.map((fact) => fact.name).filter((option) => members.every((member) => member.name !== option));
  const plain = name.toLowerCase().replaceAll('_', '');
  const other = otherNames[plain];
  return free.find((option) => option.toLowerCase() === plain) ?? free.find((option) => option === other) ?? nearest(name, free);
}

/** What other libraries call the same things, and what one writes without the unit. */
const otherNames: Readonly<Record<string, string>> = {
  timeout: 'timeoutSeconds',
  timeoutseconds: 'timeout',
  timeoutms: 'timeoutSeconds',
  retry: 'retries',
  maxretries: 'retries',
  maxattempts: 'retries',
  retrydelay: 'retryDelaySeconds',
  delay: 'retryDelaySeconds',
  backoff: 'retryDelaySeconds',
  retryjitter: 'retryJitterFactor',
  jitter: 'retryJitterFactor',
  retryconditionfn: 'retryCondition',
  oncomplete: 'onCompletion',
  onsuccess: 'onCompletion',
  onerror: 'onFailure',
  onfail: 'onFailure',
  oncancel: 'onCancellation',
  oncrash: 'onCrashed',
  onstart: 'onRunning',
  runner: 'taskRunner',
  runname: 'flowRunName',
  flowrunname: 'taskRunName',
  taskrunname: 'flowRunName',
  cachekey: 'cacheKeyFn',
  workpool: 'workPoolName',
  pool: 'workPoolName',
  workqueue: 'workQueueName',
  queue: 'workQueueName',
  params: 'parameters',
  args: 'parameters',
  tz: 'timezone',
  cronschedule: 'cron',
  every: 'interval',
  concurrency: 'concurrencyLimit',
  raiseonerror: 'raiseOnFailure',
};

/** A variable in short form keeps its name, and what is given in milliseconds is divided. */
function renaming({ model }: LinkedFile, { nameSpan, span, name, written, value }: ObjectMember, meant: string): Fix {
  const isShort = span.start === nameSpan.start && span.end === nameSpan.end && model.language !== 'yaml';
  const inSeconds = /ms$|milliseconds$/i.test(name) && meant === 'timeoutSeconds';
  const title = inSeconds ? `Rename to '${meant}', in seconds` : `Rename to '${meant}'`;
  const edits = (text: string): readonly Edit[] => {
    const [old, given] = [text.slice(nameSpan.start, nameSpan.end), text.slice(value.span.start, value.span.end)];
    if (isShort) return [replace(nameSpan, `${meant}: ${inSeconds ? `${old} / 1000` : old}`)];
    const renamed = replace(nameSpan, old.replace(written ?? name, meant));
    if (!inSeconds) return [renamed];
    const milliseconds = value.kind === 'literal' ? value.value : undefined;
    return [renamed, replace(value.span, typeof milliseconds === 'number' ? String(milliseconds / 1000) : `(${given}) / 1000`)];
  };
  return { title, kind: 'suggestion', edits };
}
