import type { FrontEnd } from '../parsers/front-end.ts';

/** A language by its files; its front end is loaded when the first of them is read. */
interface LanguageFiles {
  readonly extensions: readonly string[];
  load(): Promise<FrontEnd>;
}

const typescript: LanguageFiles = {
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'],
  load: async () => (await import('../parsers/typescript/front-end.ts')).typescriptFrontEnd,
};

const languages: readonly LanguageFiles[] = [typescript];

const loaded = new Map<LanguageFiles, FrontEnd>();

const languageOf = (path: string): LanguageFiles | undefined =>
  languages.find(({ extensions }) => extensions.some((ending) => path.endsWith(ending)));

/** Whether a file is in a language that is read here. Declarations hold no flows. */
export const isReadable = (path: string): boolean => languageOf(path) !== undefined && !/\.d\.[cm]?ts$/.test(path);

/** The front end of a file's language, if it is loaded. */
export function frontEndOf(path: string): FrontEnd | undefined {
  const language = languageOf(path);
  return language === undefined ? undefined : loaded.get(language);
}

/** Loads the front ends that some files need. */
export async function loadFrontEnds(paths: Iterable<string>): Promise<void> {
  for (const path of paths) {
    const language = languageOf(path);
    if (language !== undefined && !loaded.has(language)) loaded.set(language, await language.load());
    if (loaded.size === languages.length) return;
  }
}

/** The modules that a text imports, and perhaps a few that only look like it: cheap enough for every file of a project. */
export function specifiersIn(text: string): string[] {
  if (!text.includes('import') && !text.includes('require') && !text.includes('from')) return [];
  const found = new Set<string>();
  // Copied: a part of a string keeps the whole of it in memory.
  for (const [, specifier = ''] of text.matchAll(importing)) found.add(Buffer.from(specifier).toString());
  return [...found];
}

const importing = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"]([^'"\n]{1,300})['"]/g;
