import type { Stats } from 'node:fs';
import { readFileSync, statSync, writeFileSync } from 'node:fs';

/** The encodings that a mark at the beginning of a file says, as VS Code and TypeScript read them. */
const marks: readonly { readonly bytes: readonly number[]; readonly encoding: string }[] = [
  { bytes: [255, 254], encoding: 'utf-16le' },
  { bytes: [254, 255], encoding: 'utf-16be' },
];

const mark = '\uFEFF';

/** The text of a file without the mark of its encoding; undefined when it is gone or may not be read: it then is no part of the project. */
export function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.startsWith(mark)) return text.slice(1);
    // What is no UTF-8 begins with marks of UTF-16, or is read as well as it can be.
    return text.startsWith('\uFFFD') ? decoded(readFileSync(path)) : text;
  } catch {
    return undefined;
  }
}

/** The same of what nobody has looked at: a pipe or a device, which might never end, has no text. */
export const readIfFile = (path: string): string | undefined => (statOf(path)?.isFile() === true ? readText(path) : undefined);

/** What is at a path; undefined when it is gone, may not be looked at, or is a link that leads in a circle. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Writes a text in the encoding that its file has. Throws when that is not known, or the file cannot be written. */
export function writeText(path: string, text: string): void {
  const before = readFileSync(path);
  const encoding = encodingOf(before);
  if (encoding === undefined && !Buffer.from(before.toString()).equals(before))
    throw new Error('It is written in an encoding that is not UTF-8.');
  const hasMark = encoding !== undefined || before.toString().startsWith(mark);
  const bytes = Buffer.from(hasMark ? mark + text : text, encoding === undefined ? 'utf8' : 'utf16le');
  writeFileSync(path, encoding === 'utf-16be' ? bytes.swap16() : bytes);
}

/** UTF-8 unless a mark says otherwise. */
const decoded = (bytes: Buffer): string => new TextDecoder(encodingOf(bytes) ?? 'utf8').decode(bytes);

const encodingOf = (bytes: Buffer): string | undefined => marks.find((one) => one.bytes.every((byte, at) => bytes[at] === byte))?.encoding;
