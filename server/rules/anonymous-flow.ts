import type { FlowModel, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import { insert, replace } from './facts/edits.ts';
import { optionOf } from './facts/options.ts';
import { isTestFile } from './facts/places.ts';
import type { Edit, Fix } from './rule.ts';
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
      // A test may ask whether it throws.
      if (runnable.call.function >= 0 && isTestFile(file.path)) continue;
      const { kind, binding, call } = runnable;
      const isPython = file.model.language === 'python';
      report({
        span: call.calleeSpan,
        message: isPython
          ? `This ${kind} is made from a lambda, so its name is '<lambda>' and its runs look like those of any other one. Give it a name.`
          : `This ${kind} has no name, so ${kind}() throws when the file is loaded: runs are listed and found by that name. Give it one: ${kind}({ name: '${kebab(binding ?? (kind === 'flow' ? 'etl' : 'load'))}' }, …).`,
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
  if (first === undefined || (options !== undefined && options.file !== file)) return [];
  const edits = (text: string) => [
    options === undefined ? insert(first.span.start, `{ name: '${name}' }, `) : named(text, first.span, options.value, name),
  ];
  return [{ title: `Name it '${name}'`, kind: 'suggestion', edits }];
}

/** Options that stand in a constant may be those of others, too, so they are copied instead of changed. */
function named(text: string, given: Span, { span, members, spreads }: ObjectValue, name: string): Edit {
  if (given.start !== span.start) return replace(given, `{ ...${text.slice(given.start, given.end)}, name: '${name}' }`);
  const empty = members.find((member) => member.name === 'name');
  if (empty !== undefined) return replace(empty.span, `name: '${name}'`);
  const [space = ''] = /^\s*/.exec(text.slice(span.start + 1)) ?? [];
  const comma = members.length + spreads.length > 0 ? ',' : space === '' ? ' ' : '';
  return insert(span.start + 1, `${space.includes('\n') ? space : ' '}name: '${name}'${comma}`);
}

const kebab = (name: string): string =>
  name.replaceAll(/(?<=[a-z\d])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase();
