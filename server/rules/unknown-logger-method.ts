import type { LinkedFile } from '../model/entities.ts';
import { isSdkModule } from '../model/sdk.ts';
import type { MemberValue, TypeModel, Value } from '../model/value.ts';
import { isSdk } from './facts/callees.ts';
import { replacing } from './facts/edits.ts';
import { defineRule } from './rule.ts';

/** Only names of other loggers are reported: of another one nobody knows what is meant. */
export const unknownLoggerMethod = defineRule({
  id: 'unknown-logger-method',
  group: 'names',
  summary: "A method of another logger is called on a run's logger",
  severity: 'error',
  preset: 'recommended',
  // In Python a run's logger is that of the standard library, which has more.
  languages: ['typescript', 'javascript'],
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call } of file.calls) {
      const callee = methodBehind(file, call.callee);
      const meant = callee === undefined ? undefined : levels.get(callee.name);
      if (callee === undefined || meant === undefined || !isRunLogger(file, callee.object)) continue;
      report({
        span: call.callee === callee ? callee.nameSpan : call.calleeSpan,
        message: `A run's logger has no ${callee.name}, so this line throws when it is reached. It has debug, info, warning, error and critical: use ${meant}.`,
        fixes: call.callee === callee && isDotted(callee) ? [replacing(`Use ${meant}`, callee.nameSpan, meant)] : [],
      });
    }
  },
});

/** What other loggers call the levels that Prefect has. */
const levels: ReadonlyMap<string, string> = new Map([
  ['trace', 'debug'],
  ['verbose', 'debug'],
  ['log', 'info'],
  ['warn', 'warning'],
  ['exception', 'error'],
  ['fatal', 'critical'],
]);

/** `logger.warn` where it is called, or what `const { warn } = logger` has taken out of it. */
function methodBehind({ model }: LinkedFile, callee: Value): MemberValue | undefined {
  if (callee.kind === 'member') return callee;
  const binding = callee.kind === 'reference' ? model.bindings[callee.binding] : undefined;
  return binding?.kind === 'const' && binding.value?.kind === 'member' ? binding.value : undefined;
}

/** `getRunLogger()`, a constant that holds it, what a function of the project gives that does nothing else, or something of its type. */
function isRunLogger(file: LinkedFile, value: Value): boolean {
  const binding = value.kind === 'reference' ? file.model.bindings[value.binding] : undefined;
  if (binding?.type !== undefined) return isLoggerType(file, binding.type);
  const made = binding?.kind === 'const' && binding.added === undefined ? binding.value : value;
  const linked = made?.kind === 'call' ? file.calls[made.call] : undefined;
  if (linked === undefined) return false;
  const { callee } = linked;
  if (callee.kind !== 'function' || callee.function.async || callee.function.generator) return isSdk(callee, 'getRunLogger');
  const { returns } = callee.function;
  return returns.length > 0 && returns.every((given) => given.kind === 'call' && isSdk(callee.file.calleeAt(given.call), 'getRunLogger'));
}

/** `RunLogger` of the SDK, also by another name. */
function isLoggerType(file: LinkedFile, type: TypeModel, depth = 0): boolean {
  if (type.kind !== 'reference') return false;
  const name = type.name.split('.').at(-1);
  const { value } = file.model.bindings.find((binding) => binding.kind === 'import' && binding.name === type.name.split('.')[0]) ?? {};
  if (value?.kind === 'import' && isSdkModule(value.from)) return (value.name === '*' ? name : value.name) === 'RunLogger';
  const found = depth < deepest ? file.resolveType(type) : undefined;
  return found !== undefined && isLoggerType(found.file, found.type, depth + 1);
}

/** How many types may be names of each other on the way. */
const deepest = 5;

/** `logger.warn`, as opposed to `logger['warn']`. */
const isDotted = ({ name, nameSpan }: MemberValue): boolean => nameSpan.end - nameSpan.start === name.length;
