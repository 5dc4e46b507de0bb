import type { Directive, FileModel } from '../model/file.ts';
import type { Span } from '../model/span.ts';
import { lineAt } from '../model/span.ts';
import type { Edit, Fix } from '../rules/rule.ts';
import { unusedSuppression } from '../settings.ts';
import type { Problem } from './lint-file.ts';

/** The problems that no comment silences, and a warning for each comment, or name in one, that silences nothing. */
export function applySuppressions(
  model: FileModel,
  problems: readonly Problem[],
  ran: ReadonlySet<string>,
  known: ReadonlySet<string>,
): readonly Problem[] {
  if (model.directives.length === 0) return problems;
  const used = new Set<string>();
  const left = problems.filter(({ ruleId, span }) => {
    const line = lineAt(model.lineStarts, span.start);
    const silencing = model.directives.filter((directive) => silences(directive, ruleId, line));
    for (const directive of silencing) used.add(keyOf(directive, ruleId));
    return silencing.length === 0;
  });
  const unused = model.directives.flatMap((directive) => unusedIn(directive, used, ran, known));
  return [...left, ...unused].toSorted((a, b) => a.span.start - b.span.start);
}

const silences = ({ rules, line }: Directive, ruleId: string, at: number): boolean =>
  (line === -1 || line === at) && (rules.length === 0 || rules.includes(ruleId));

const keyOf = ({ span, rules }: Directive, ruleId: string): string => `${span.start} ${rules.length === 0 ? '' : ruleId}`;

function unusedIn(directive: Directive, used: ReadonlySet<string>, ran: ReadonlySet<string>, known: ReadonlySet<string>): Problem[] {
  if (directive.rules.length === 0) {
    return used.has(keyOf(directive, '')) ? [] : [problemOf(directive, 'This comment silences nothing.', [])];
  }
  // A rule that did not run may be on elsewhere (another preset, another configuration): its name is left alone.
  const names = directive.rules.filter((id) => !used.has(keyOf(directive, id)) && (ran.has(id) || !known.has(id)));
  if (names.length === 0) return [];
  const unknown = names.find((id) => !known.has(id));
  const message =
    unknown === undefined ? `${quoted(names)} report${names.length === 1 ? 's' : ''} nothing here.` : `There is no rule "${unknown}".`;
  return [problemOf(directive, message, names.length === directive.rules.length ? [] : names)];
}

/** `names`: the names to take out; none to remove the whole comment. */
function problemOf(directive: Directive, message: string, names: readonly string[]): Problem {
  const fix: Fix = {
    title: names.length === 0 ? 'Remove the comment' : `Remove ${quoted(names)} from the comment`,
    kind: 'safe',
    edits: (text) => [names.length === 0 ? removal(text, directive.span) : without(text, directive, names)],
  };
  return { ruleId: unusedSuppression, severity: 'warning', span: directive.span, message, fixes: [fix], tag: 'unnecessary', related: [] };
}

/** The comment, with its line when nothing else stands on it. */
function removal(text: string, { start, end }: Span): Edit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, lineEnd === -1 ? undefined : lineEnd).trim() === '';
  if (isAlone) return { span: { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1 }, text: '' };
  const before = text.slice(0, start).trimEnd().length;
  return { span: { start: Math.max(before, lineStart), end }, text: '' };
}

function without(text: string, { span, rules }: Directive, names: readonly string[]): Edit {
  const written = text.slice(span.start, span.end);
  const list = /(millrace-disable(?:-next-line|-line)?\s+)[^:*\n]*?(?=\s*(?::|\*\/|-->|$))/;
  return { span, text: written.replace(list, (_, head: string) => head + rules.filter((id) => !names.includes(id)).join(', ')) };
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
