import type { Command } from 'commander';
import type { RuleFacts } from 'millrace-language-server/lint';
import { MillraceError } from '../../core/errors.ts';
import { withJson } from '../options.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import type { Host, Ports } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts } from '../views.ts';

export function addRulesCommand(program: Command, host: Host): void {
  withJson(program.command('rules [id]').description('Lists the rules of "millrace lint", or explains one, with its options.')).action(
    (id: string | undefined, options: JsonOption) => host.local((ports) => rules(ports, id, options)),
  );
}

async function rules({ output }: Ports, id: string | undefined, options: JsonOption): Promise<void> {
  const { listRules, meantRule, rulePage } = await import('millrace-language-server/lint');
  const all = listRules();
  if (id === undefined) {
    const rows = all.map((rule) => [rule.id, rule.severity, rule.preset, rule.fix === 'none' ? '' : rule.fix, rule.summary]);
    answer(output, options, all, () => table(output, ['Rule', 'Severity', 'Preset', 'Fix', 'What it finds'], rows));
    return;
  }
  const rule = all.find((one) => one.id === id);
  if (rule === undefined) throw new MillraceError('not-found', `There is no rule "${id}".${meantRule(id)} "millrace rules" lists all.`);
  answer(output, options, rule, () => [describe(output, rule), ...explained(rulePage(id))].join('\n\n'));
}

function describe(output: Output, rule: RuleFacts): string {
  const settings = Object.entries(rule.options ?? {}).map(([name, option]): [string, unknown] => [
    `Option ${name}`,
    `${option.description} Unless set: ${JSON.stringify(option.default)}.`,
  ]);
  return facts(output, [
    ['Rule', rule.id],
    ['Finds', rule.summary],
    ['Severity', rule.severity],
    ['Preset', rule.preset],
    ['Fix', fixes[rule.fix]],
    ...settings,
  ]);
}

const fixes = { safe: 'by --fix, where that is safe', suggestion: 'offered by editors', none: 'none' } as const;

/** What a rule's page says of what it reports, why, and when not to use it; the examples are for a reader with more room. */
const explained = (page: string | undefined): string[] =>
  (page ?? '')
    .split(/^## /m)
    .filter((section) => /^(What|Why|When not to use)\n/.test(section))
    .map((section) => section.replace(/^([^\n]*)\n+/, '$1: ').trim());
