import type { FlowModel, TaskModel } from '../model/entities.ts';
import { insert } from './facts/edits.ts';
import { optionOf } from './facts/options.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** In Python the function's name serves, so only a lambda has none. */
export const anonymousFlow = defineRule({
  id: 'anonymous-flow',
  group: 'names',
  summary: 'A flow or task has no name',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      if (runnable.base !== undefined || !isNameless(runnable)) continue;
      const { kind, binding, call } = runnable;
      const isPython = file.model.language === 'python';
      report({
        span: call.calleeSpan,
        message: isPython
          ? `This ${kind} is made of a lambda and gets the name '<lambda>': its runs cannot be told from others. Give it a name.`
          : `This ${kind} has no name, so ${kind}() throws when the file is loaded: runs and deployments are found by it. Give it one, as ${kind}({ name: '${kebab(binding ?? 'etl')}' }, …).`,
        fixes: binding === undefined || isPython ? [] : naming(runnable, kebab(binding)),
      });
    }
  },
});

function isNameless(runnable: FlowModel | TaskModel): boolean {
  const found = optionOf(runnable, 'name');
  const isUnnamed = found === 'absent' || (typeof found !== 'string' && found.file.literalOf(found.member.value)?.value.value === '');
  if (runnable.file.model.language !== 'python') return isUnnamed;
  return found === 'absent' && runnable.function !== undefined && runnable.function.name === undefined;
}

function naming({ options, call, file }: FlowModel | TaskModel, name: string): readonly Fix[] {
  const [first] = call.arguments;
  if (options !== undefined && options.file !== file) return [];
  const fix: Fix = {
    title: `Name it '${name}'`,
    kind: 'suggestion',
    edits() {
      if (options === undefined) return first === undefined ? undefined : [insert(first.span.start, `{ name: '${name}' }, `)];
      const [member] = options.value.members;
      if (member?.name === 'name') return [{ span: member.value.span, text: `'${name}'` }];
      return [insert(options.value.span.start + 1, member === undefined ? ` name: '${name}' ` : ` name: '${name}',`)];
    },
  };
  return [fix];
}

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
