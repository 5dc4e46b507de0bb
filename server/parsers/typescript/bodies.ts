import type { Span } from '../../model/span.ts';
import { mayMake, reaching } from './interest.ts';

/**
 * Bodies that make nothing and stand alone in a text as it is laid out: of functions and classes at its top that name nothing
 * the text imports or keeps, and, for an outline, of callbacks that are handed to `flow` or `task`; each from a brace at the
 * end of a line to the first one that begins a line as far to the left. A guess that costs next to nothing: whether TypeScript
 * sees them so, it has to say itself. None where they are little of the text, as to leave them out would cost more than it saves.
 */
export function bodiesIn(text: string, outline: boolean): readonly Span[] {
  const found: Span[] = [];
  let names: readonly string[] | undefined;
  let at = 0;
  let isInTemplate = false;
  for (const { index: start } of text.matchAll(opening)) {
    if (start < at) continue;
    isInTemplate = isInTemplate !== (count(text.slice(at, start), '`') % 2 === 1);
    at = start;
    const kind = isInTemplate ? undefined : kindOf(text, start);
    if (kind === undefined || (kind === 'callback' && !outline)) continue;
    const end = endOf(text, start);
    if (end === -1) break;
    const body = text.slice(start, end);
    if (mayMake(body) || !isWhole(body)) continue;
    names ??= [...reaching, ...namesIn(text)];
    if (kind === 'declaration' && names.some((name) => hasWord(body, name))) continue;
    found.push({ start, end });
    at = end;
  }
  return found.reduce((sum, { start, end }) => sum + end - start, 0) > text.length / 4 ? found : [];
}

/** A text of the same length in which what stands between some braces is blank. */
export function withoutBodies(text: string, bodies: readonly Span[]): string {
  let at = 0;
  let rest = '';
  for (const { start, end } of bodies) {
    rest += text.slice(at, start + 1) + ' '.repeat(end - start - 2);
    at = end - 1;
  }
  return rest + text.slice(at);
}

const opening = /\{\r?\n/g;

/** Behind the first brace that closes as far to the left as a line begins that opens one; -1 where there is none. */
function endOf(text: string, start: number): number {
  const indentation = indentationOf(lineBefore(text, start));
  const closing = text.indexOf(`\n${indentation}}`, start);
  return closing === -1 ? -1 : closing + indentation.length + 2;
}

/** What the body belongs to that a brace at the end of a line opens. */
function kindOf(text: string, brace: number): 'declaration' | 'callback' | undefined {
  const line = lineBefore(text, brace);
  if (line.trimEnd().endsWith('=>'))
    return callbackOf.test(line) || (argument.test(line) && handing.test(lineAround(text, line, brace))) ? 'callback' : undefined;
  const head = line.startsWith(')') ? lineAround(text, ' ', brace) : line;
  return declaration.test(head) ? 'declaration' : undefined;
}

/** The text of a line up to a place in it. */
const lineBefore = (text: string, place: number): string => text.slice(text.lastIndexOf('\n', place - 1) + 1, place);

const indentationOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** The nearest line above that begins further to the left, unless that is far away. */
function lineAround(text: string, line: string, brace: number): string {
  const { length } = indentationOf(line);
  let end = text.lastIndexOf('\n', brace - 1);
  for (let lines = 0; lines < 40 && end > 0; lines += 1) {
    const above = lineBefore(text, end);
    if (above.trim() !== '' && indentationOf(above).length < length) return above;
    end = text.lastIndexOf('\n', end - 1);
  }
  return '';
}

const declaration = /^(?:export (?:default )?)?(?:(?:async )?function\b|(?:abstract )?class\b)/;
const callbackOf = /^(?:export (?:default |const [\w$]+ = )|const [\w$]+ = )(?:flow|task)\(/;
const argument = /^[ \t]+(?:async )?(?:\(|[\w$]+ =>)/;
const handing = /\b(?:flow|task)\(\s*$/;

/** The names that a text imports, or declares at its top without being functions. */
function namesIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (let line = 0; line !== -1; line = nextLine(text, line)) {
    if (!beginning.has(text[line] ?? '')) continue;
    naming.lastIndex = line;
    for (const one of naming.exec(text)?.[0].match(name) ?? []) found.add(one);
  }
  return [...found];
}

/** Where the line behind one begins; -1 behind the last one. */
const nextLine = (text: string, line: number): number => text.indexOf('\n', line) + 1 || -1;

const beginning = new Set('iceclv');
const naming = /import\b[^'"]*|(?:export )?(?:const|let|var|enum) (?:[\w$]+|[{[][^=]*)/y;
const name = /(?!(?:import|from|type|as|export|const|let|var|enum)\b)[A-Za-z_$][\w$]*/g;

/**
 * Whether what a text opens is closed in it, as far as can be counted: brackets, templates, comments. Else the brace at its
 * end may be a part of something, or TypeScript would have to look for where it ends.
 */
const isWhole = (text: string): boolean =>
  count(text, '`') % 2 === 0 && pairs.every(([opens, closes]) => count(text, opens) === count(text, closes));

const pairs = [
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
  ['/*', '*/'],
] as const;

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) return true;
  return false;
}

const isWordAt = (text: string, at: number): boolean => /[\w$]/.test(text[at] ?? '');
