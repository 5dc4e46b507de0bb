import type { ts } from './compiler.cjs';
import type { Extraction } from './extraction.ts';
import { getLeadingCommentRanges, getTrailingCommentRanges } from './syntax.ts';

/** A doc comment, taken apart. */
export interface Documentation {
  readonly text: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

const none: Documentation = { text: undefined, parameters: {}, tags: {} };

/** The doc comment above a node. The parser is told not to read them, as hardly any is asked for. */
export function documentationOf(x: Extraction, node: ts.Node): Documentation {
  const comment = commentAbove(x, node);
  return comment === undefined ? none : readComment(comment);
}

/** The last `/** … *\/` above a node, as it is written. */
export function commentAbove(x: Extraction, node: ts.Node): string | undefined {
  const { text } = x.source;
  const start = x.startOf(node);
  if (start - node.pos < shortest || !text.slice(node.pos, start).includes('/**')) return undefined;
  // What stands on the line of the token before counts as trailing it.
  const ranges = [...(getTrailingCommentRanges(text, node.pos) ?? []), ...(getLeadingCommentRanges(text, node.pos) ?? [])];
  const range = ranges.findLast(({ pos }) => text.startsWith('/**', pos));
  return range === undefined ? undefined : text.slice(range.pos, range.end);
}

const shortest = '/***/'.length;

/** Walks a member with the documentation above it, if there is one of its own. */
export function documentedMember<T>(x: Extraction, member: ts.Node, walk: () => T): T {
  const { documentation } = x;
  x.documentation = commentAbove(x, member) ?? documentation;
  const found = walk();
  x.documentation = documentation;
  return found;
}

/** Takes a doc comment apart: its text, `@param name text`, and the other tags. */
export function readComment(comment: string): Documentation {
  const body = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n');
  const [lead = '', ...rest] = body.split(/^\s*@(?=[a-zA-Z])/m);
  const parameters: Record<string, string> = {};
  const tags: Record<string, string> = {};
  for (const part of rest) {
    const [, tag = '', text = ''] = /^(\w+)\s*([\s\S]*)$/.exec(part.trim()) ?? [];
    const parameter = tag === 'param' ? /^(?:\{[^}]*\}\s*)?\[?([\w$.]+)[^\s]*\s*(?:-\s*)?([\s\S]*)$/.exec(text) : null;
    if (parameter === null) tags[tag] = text;
    else if (parameter[2] !== '') parameters[parameter[1]?.split('.').at(-1) ?? ''] = parameter[2] ?? '';
  }
  const text = lead.trim();
  return { text: text === '' ? undefined : text, parameters, tags };
}
