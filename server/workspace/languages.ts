import type { Language } from '../model/file.ts';
import { fetchSpecifier, postSpecifier } from '../model/sdk.ts';
import type { FrontEnd } from '../parsers/front-end.ts';

/** A language by its files; its front end is loaded when the first of them is read. */
interface LanguageFiles {
  readonly files: RegExp;
  /** The modules that a text imports, and perhaps a few that only look like it: cheap enough for every file of a project. */
  specifiersIn(text: string): string[];
  load(): Promise<FrontEnd>;
}

const typescript: LanguageFiles = {
  // Declarations hold no flows.
  files: /(?<!\.d)\.[cm]?[jt]sx?$/,
  specifiersIn: importedIn,
  load: async () => (await import('../parsers/typescript/front-end.ts')).typescriptFrontEnd,
};

/** A project file of Prefect's is about flows by its name, and depends on the files that its entrypoints name. */
const prefectYaml: LanguageFiles = {
  files: /(?:^|[/\\])prefect\.yaml$/,
  specifiersIn: (text) => ['prefect', ...[...text.matchAll(entrypoint)].map(([, path = '']) => `./${path}`)],
  load: async () => (await import('../parsers/prefect-yaml/front-end.ts')).prefectYamlFrontEnd,
};

const entrypoint = /\bentrypoint['"]?\s*:\s*['"]?([^\s'":#]+)/g;

const languages: readonly LanguageFiles[] = [typescript, prefectYaml];

/** What these files are written in. */
export const readLanguages: readonly Language[] = ['typescript', 'javascript', 'yaml'];

const loaded = new Map<LanguageFiles, FrontEnd>();

const languageOf = (path: string): LanguageFiles | undefined => languages.find(({ files }) => files.test(path));

/** Whether a file is in a language that is read here. */
export const isReadable = (path: string): boolean => languageOf(path) !== undefined;

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

/** The modules that the text of a file imports, or that only look like it. */
export const specifiersIn = (path: string, text: string): string[] => languageOf(path)?.specifiersIn(text) ?? [];

function importedIn(text: string): string[] {
  if (!text.includes('import') && !text.includes('require') && !text.includes('from') && !text.includes('fetch(')) return [];
  const found = new Set<string>();
  // Copied: a part of a string keeps the whole of it in memory.
  for (const [, specifier = ''] of text.matchAll(importing)) found.add(Buffer.from(specifier).toString());
  if (text.includes('fetch(')) found.add(fetchSpecifier);
  if (text.includes('POST') || text.includes('post(')) found.add(postSpecifier);
  return [...found];
}

const importing = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"]([^'"\n]{1,300})['"]/g;
