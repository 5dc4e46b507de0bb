import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** Packages that are part of another package's files, with the name under which they are installed here. */
const contained: Readonly<Record<string, readonly string[]>> = { '@ts-morph/common': ['typescript'] };

/**
 * The licences of the packages whose code is in the bundles, as one text: they ask that it goes with each copy.
 * Throws when a package says nothing of its licence.
 */
export function noticesOf(root: string, metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs: parts }) => Object.entries(parts)));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).flatMap(([file]) => packageOf(join(root, file)) ?? []);
  const sections = [...new Set(used)].flatMap((folder) => [noticeOf(folder), ...containedIn(root, folder)]).toSorted();
  return `The bundles of this extension hold code of these packages.\n\n${sections.join('\n\n')}\n`;
}

/** The folder of the package that a file belongs to; undefined for a file of ours. */
function packageOf(file: string): string | undefined {
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'));
  return found?.[0];
}

function containedIn(root: string, folder: string): string[] {
  const { name: container } = readManifest(folder);
  return (contained[container] ?? []).map((name) => noticeOf(join(root, 'node_modules', name), `as part of ${container}`));
}

function noticeOf(folder: string, origin?: string): string {
  const { name, version, license } = readManifest(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying|third-?party)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} says nothing of its licence: ${folder}`);
  const title = `${name} ${origin ?? version}${license === undefined ? '' : ` (${license})`}`;
  return [`${title}\n${'='.repeat(title.length)}`, ...texts].join('\n\n');
}

function readManifest(folder: string): { name: string; version: string; license?: string } {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) throw new Error(`${basename(dirname(folder))}/${basename(folder)} is no package: ${folder}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
