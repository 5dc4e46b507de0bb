import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Callable } from './facts/callees.ts';
import { asyncEdits, replace } from './facts/edits.ts';
import { flowMethodUses, taskFix } from './facts/flow-method.ts';
import { spelled } from './facts/wording.ts';
import { capitalized } from './facts/names.ts';
import type { Value } from '../model/value.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Flows cannot be mapped over a list, whatever their infrastructure. */
export const flowNoMap = defineRule({
  id: 'flow-no-map',
  group: 'calls',
  summary: '`map` is called on a flow: only tasks have it',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    const run = spelled(file.model.language, 'runDeployment');
    for (const { flow, isOneOf, span, call } of flowMethodUses(file, 'map')) {
      report({
        span,
        message: `${capitalized(flow.title)} has no map: only tasks have one, so this line fails when it is reached. Call it as a subflow for each item, start its deployment for each item with ${run} and wait for the runs, or make it a task.`,
        fixes: call === undefined ? [] : [subflowsFix(file, flow, call), ...(isOneOf ? [] : [taskFix(file, flow)])],
      });
    }
  },
});

/** `etl.map({ node: nodes })` becomes one subflow for each node, all at once. */
const subflowsFix = (file: LinkedFile, flow: Callable, { call }: LinkedCall): Fix => ({
  title: `Call ${flow.title} once for each item`,
  kind: 'suggestion',
  edits: (text) => {
    const [list, ...more] = call.arguments;
    if (call.callee.kind !== 'member' || list?.kind !== 'object' || list.open || more.length > 0 || file.model.language === 'python')
      return undefined;
    const [member, ...others] = list.members;
    const enclosing = call.usage.awaited ? [] : asyncEdits(text, file, call);
    if (member === undefined || others.length > 0 || enclosing === undefined || call.usage.as === 'member') return undefined;
    const of = (span: { start: number; end: number }): string => text.slice(span.start, span.end);
    const isName = /^[A-Za-z_$][\w$]*$/.test(member.name);
    const [item, given] = isName ? [member.name, member.name] : ['item', `${of(member.nameSpan)}: item`];
    const items = of(member.value.span);
    const each = `${isOne(member.value, items) ? items : `(${items})`}.map((${item}) => ${of(call.callee.object.span)}({ ${given} }))`;
    return [...enclosing, replace(call.span, `${call.usage.awaited ? '' : 'await '}Promise.all(${each})`)];
  },
});

/** Whether a member can follow without parentheses. */
const isOne = ({ kind }: Value, text: string): boolean => /^[\w$.]+(\([^()]*\))?$/.test(text) || (kind === 'array' && text.endsWith(']'));
