import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
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
      const { callee } = call;
      const meant = callee.kind === 'member' ? levels.get(callee.name) : undefined;
      if (callee.kind !== 'member' || meant === undefined || !isRunLogger(file, callee.object)) continue;
      report({
        span: callee.nameSpan,
        message: `A run's logger has no ${callee.name}, so this line throws when it is reached. It has debug, info, warning, error and critical: use ${meant}.`,
        fixes: isDotted(callee) ? [replacing(`Use ${meant}`, callee.nameSpan, meant)] : [],
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

/** `getRunLogger()`, or a constant that holds it. */
function isRunLogger(file: LinkedFile, value: Value): boolean {
  const binding = value.kind === 'reference' ? file.model.bindings[value.binding] : undefined;
  const made = binding?.kind === 'const' && binding.added === undefined ? binding.value : value;
  const call: LinkedCall | undefined = made?.kind === 'call' ? file.calls[made.call] : undefined;
  return call !== undefined && isSdk(call.callee, 'getRunLogger');
}

/** `logger.warn`, as opposed to `logger['warn']`. */
const isDotted = ({ name, nameSpan }: Value & { kind: 'member' }): boolean => nameSpan.end - nameSpan.start === name.length;
