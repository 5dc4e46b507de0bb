import type { Entity, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { externalName, foreignCalls, globalName } from './facts/callees.ts';
import { insertBehind, replace } from './facts/edits.ts';
import { nameOfSdk } from './facts/import-edits.ts';
import { titleOf } from './facts/names.ts';
import { literalOption, optionOf } from './facts/options.ts';
import { runnableAround } from './facts/places.ts';
import { spelled } from './facts/wording.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Tasks print as their flow does, so they are only looked at where all their flows are in sight and log nothing of it. */
export const noConsoleInFlow = defineRule({
  id: 'no-console-in-flow',
  group: 'behaviour',
  summary: 'A flow or task prints, and the run has no log of it',
  severity: 'info',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    const isLogged = file.flows.some((flow) => literalOption(flow, 'logPrints') === true || optionOf(flow, 'logPrints') === 'unknown');
    for (const { call, callee } of foreignCalls(file)) {
      const name = printedBy(callee);
      const method = printing(name);
      const runnable = method === undefined ? undefined : runnableAround(file, call);
      if (name === undefined || method === undefined || runnable === undefined || printsAreLogged(runnable, isLogged)) continue;
      const logger = `${spelled(file.model.language, 'getRunLogger')}()`;
      report({
        span: call.calleeSpan,
        message: `${name} writes to the terminal of the worker, not to the log of ${titleOf(runnable)}. Use ${logger}, or set ${spelled(file.model.language, 'logPrints')}.`,
        fixes: [usingLogger(file, call.calleeSpan, method), ...settingLogPrints(file, runnable)],
      });
    }
  },
});

/** What is called, by its usual name: also the console that Node has as a module. */
function printedBy(callee: Entity): string | undefined {
  const external = externalName(callee);
  return external?.module === 'console' ? `console.${external.name}` : globalName(callee);
}

/** The method of the run logger that stands for a method of the console. */
function printing(name: string | undefined): string | undefined {
  if (name === 'print') return 'info';
  const method = /^console\.(log|info|warn|error|debug)$/.exec(name ?? '')?.[1];
  return method === 'log' ? 'info' : method === 'warn' ? 'warning' : method;
}

function printsAreLogged(runnable: FlowModel | TaskModel, inFile: boolean): boolean {
  const own = optionOf(runnable, 'logPrints');
  if (own === 'absent') return runnable.kind === 'task' && (inFile || runnable.exportedAs.length > 0);
  return own === 'unknown' || own.file.literalOf(own.member.value)?.value.value !== false;
}

const usingLogger = (file: LinkedFile, span: { start: number; end: number }, method: string): Fix => ({
  title: 'Use the run logger',
  kind: 'suggestion',
  edits(text) {
    const logger = nameOfSdk(text, file, 'getRunLogger');
    return logger && [...logger.edits, replace(span, `${logger.written}().${method}`)];
  },
});

/** Changes the option where it is false, else puts it behind the last one. */
function settingLogPrints(file: LinkedFile, { options }: FlowModel | TaskModel): readonly Fix[] {
  const members = options?.file === file && file.model.language !== 'python' ? options.value.members : [];
  const [last, own] = [members.at(-1), members.find(({ name }) => name === 'logPrints')];
  if (last === undefined) return [];
  const edits: Fix['edits'] = (text) =>
    own === undefined ? insertBehind(text, last.span, 'logPrints: true') : [replace(own.span, 'logPrints: true')];
  return [{ title: 'Set logPrints: true', kind: 'suggestion', edits }];
}
