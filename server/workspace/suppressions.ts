import type { Directive, FileModel } from '../model/file.ts';
import type { Span } from '../model/span.ts';
import { lineAt } from '../model/span.ts';
import type { Edit, Fix } from '../rules/rule.ts';
import { nearest } from '../rules/facts/wording.ts';
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
  const removing = names.length === directive.rules.length ? [] : names;
  if (unknown !== undefined) return [unknownIn(directive, unknown, known, removing)];
  return [problemOf(directive, `${quoted(names)} report${names.length === 1 ? 's' : ''} nothing here.`, removing)];
}

/** A name that is no rule's: another one is meant, or the reason stands where names are read. */
function unknownIn(directive: Directive, name: string, known: ReadonlySet<string>, removing: readonly string[]): Problem {
  const [first = '', ...words] = name.split(/\s+/);
  const meant = known.has(first) ? `${first}: ${words.join(' ')}` : nearest(name, known);
  const advice = meant === undefined ? '' : known.has(first) ? ' Write the reason behind a colon.' : ` Do you mean "${meant}"?`;
  const problem = problemOf(directive, `There is no rule "${name}".${advice}`, removing);
  if (meant === undefined) return problem;
  const renaming: Fix = {
    title: `Write "${meant}"`,
    kind: 'suggestion',
    edits: (text) => {
      const written = text.slice(directive.span.start, directive.span.end);
      const [head = ''] = /^.*?millrace-disable(?:-next-line|-line)?/.exec(written) ?? [];
      const start = directive.span.start + written.indexOf(name, head.length);
      return [{ span: { start, end: start + name.length }, text: meant }];
    },
  };
  return { ...problem, fixes: [renaming, ...problem.fixes.map((fix): Fix => ({ ...fix, kind: 'suggestion' }))] };
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
  const list = /(millrace-disable(?:-next-line|-line)?\s+)[^:*\n]*?(?=\s*(?::|\s--\s|\*\/|-->|\n|$))/;
  return { span, text: written.replace(list, (_, head: string) => head + rules.filter((id) => !names.includes(id)).join(', ')) };
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
