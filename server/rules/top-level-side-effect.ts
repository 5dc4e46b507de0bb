import type { FlowModel, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call, FunctionModel } from '../model/file.ts';
import { rootOf } from '../model/parts.ts';
import { perFile } from '../model/per-file.ts';
import type { Span } from '../model/span.ts';
import { externalName, flowsOf, globalName, isSdk, ownerOf, runnablesOf, submittedTasks } from './facts/callees.ts';
import { indentAt, indentUnitOf, insert, lineEndOf, replace } from './facts/edits.ts';
import { blockingCall, networkCall } from './facts/effects.ts';
import { calleeNameSpan, isTestFile } from './facts/places.ts';
import { capitalized, isExported } from './facts/names.ts';
import type { Edit, Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Files without an exported flow are programs, and may do what they like; so may code that asks whether it is the program, or what it is to do. */
export const topLevelSideEffect = defineRule({
  id: 'top-level-side-effect',
  group: 'behaviour',
  summary: 'A file of flows does work when it is imported',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    // In a text that is half written, a call may stand at the top only because the function around it cannot be read.
    if (file.model.broken || isTestFile(file.path) || !file.flows.some((flow) => isDeployable(file, flow))) return;
    for (const linked of file.calls) {
      const start = startOf(file, linked);
      const what = start === undefined ? undefined : workOf(file, linked);
      if (start === undefined || what === undefined) continue;
      const message = `${what} whenever this file is imported, and workers import it for every run of its flows. Put it behind ${mainCheck(file)}, or into a file of its own.`;
      report({ span: calleeNameSpan(linked.call), message, fixes: guarding(file, start) });
    }
  },
});

/** The call at the top of the file by which another one happens: itself, or `main()`; undefined when it does not happen there. */
function startOf(file: LinkedFile, { call }: LinkedCall): Call | undefined {
  if (call.mainOnly === true || call.inField === true || call.conditional === true) return undefined;
  const around = file.model.functions[call.function];
  return around === undefined ? call : startedFunctions(file).get(around);
}

/** The functions that a file calls at its top, each with that call. */
const startedFunctions = perFile((file) => {
  const started = new Map<FunctionModel, Call>();
  for (const { call, callee } of file.calls) {
    if (call.function >= 0 || call.mainOnly === true || call.inField === true || call.conditional === true || call.isNew) continue;
    if (callee.kind === 'function' && callee.file === file && !started.has(callee.function)) started.set(callee.function, call);
  }
  return started;
});

const mainCheck = (file: LinkedFile): string => {
  if (file.model.language === 'python') return "if __name__ == '__main__':";
  return isCommonJs(file) ? 'if (require.main === module)' : 'if (import.meta.main)';
};

/** By its name, or because it requires modules and imports none: there `import.meta` is a mistake. */
const isCommonJs = ({ path, model: { bindings } }: LinkedFile): boolean =>
  /\.c[jt]s$/.test(path) ||
  (bindings.some(({ kind, value }) => kind === 'const' && value !== undefined && rootOf(value).kind === 'import') &&
    bindings.every(({ kind }) => kind !== 'import'));

/** Only where the call is a statement of its own, at the beginning of a line. */
function guarding(file: LinkedFile, { span, usage }: Call): readonly Fix[] {
  if (usage.as !== 'discarded' || file.model.language === 'python') return [];
  const { start: statement, end } = usage.awaitSpan ?? span;
  const edits = (text: string): readonly Edit[] | undefined => {
    if (!/(^|\n)[ \t]*$/.test(text.slice(0, statement))) return undefined;
    const start = statement - commandsAbove(text.slice(0, statement)).length;
    const [semicolon] = /^[ \t]*;|/.exec(text.slice(end)) ?? [''];
    const [lineEnd, step] = [`${lineEndOf(text)}${indentAt(text, start)}`, indentUnitOf(text)];
    const rest = [...indented(text, { start, end }, step), insert(end + semicolon.length, `${lineEnd}}`)];
    const before = guardBefore(file, text, start);
    if (before !== undefined) return [replace({ start: before, end: start }, step), ...rest];
    return [insert(start, `${mainCheck(file)} {${lineEnd}${step}`), ...rest];
  };
  return [{ title: `Put it behind ${mainCheck(file)}`, kind: 'suggestion', edits }];
}

/** The comments above a statement that tell a tool about its first line (`// @ts-ignore`): they stay there. */
const commandsAbove = (before: string): string =>
  /(?<=^|\n[ \t]*)(?:\/\/[ \t]*(?:@ts-|[\w-]+-(?:disable-next-line|ignore)).*\r?\n[ \t]*)+$/.exec(before)?.[0] ?? '';

/** The lines behind the first one, a step further in; not where a text of several lines may be among them. */
function indented(text: string, { start, end }: Span, step: string): readonly Edit[] {
  const written = text.slice(start, end);
  if (written.includes('`')) return [];
  return [...written.matchAll(/\n(?=[^\r\n])/g)].map(({ index }) => insert(start + index + 1, step));
}

/** Where the block ends right before a place that has the same check: what comes next can stand in it. */
function guardBefore(file: LinkedFile, text: string, start: number): number | undefined {
  const before = text.slice(0, start).trimEnd();
  const opening = before.lastIndexOf(`\n${mainCheck(file)} {`);
  if (opening === -1 || !before.endsWith('\n}')) return undefined;
  const [, ...inside] = before.slice(opening + 1, -1).split('\n');
  return inside.every((line) => line.trim() === '' || /^[ \t]/.test(line)) ? before.length - 1 : undefined;
}

const isDeployable = (file: LinkedFile, flow: FlowModel): boolean =>
  isExported(flow) || (file.model.language === 'python' && flow.call.function < 0);

function workOf(file: LinkedFile, linked: LinkedCall): string | undefined {
  const { callee } = linked;
  if (callee.kind === 'sdk') return isSdk(callee, 'runDeployment', 'waitForFlowRuns', 'serve') ? `${callee.name}() is called` : undefined;
  const [runnable] = [...runnablesOf(callee), ...submittedTasks(callee)];
  if (runnable !== undefined) return `${capitalized(runnable.title)} runs`;
  const owner = ownerOf(callee, 'deploy', 'serve', 'returnState');
  const [flow] = owner === undefined ? [] : flowsOf(owner);
  if (flow !== undefined && callee.kind === 'method') return `${callee.name}() of ${flow.title} is called`;
  const other = networkCall(linked) ?? blockingCall(file, linked) ?? processOf(linked);
  return other === undefined ? undefined : `${other}() is called`;
}

const processOf = ({ callee }: LinkedCall): string | undefined => {
  const external = externalName(callee);
  if (external?.module === 'child_process') return external.name;
  return globalName(callee) === 'setInterval' || globalName(callee) === 'process.exit' ? globalName(callee) : undefined;
};
