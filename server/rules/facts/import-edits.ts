import type { Entity, LinkedFile } from '../../model/entities.ts';
import type { Edit } from '../rule.ts';
import { insert, lineEndOf } from './edits.ts';

/** A thing of the SDK as a file calls it. */
export interface NameOfSdk {
  /** `runDeployment`, or `sdk.runDeployment`, or another name that the file has given it. */
  readonly written: string;
  /** The import that the name needs. */
  readonly edits: readonly Edit[];
}

/** How a file calls a thing of the SDK, with an import where it has no name for it yet. Undefined in Python, and where the name is taken. */
export function nameOfSdk(text: string, file: LinkedFile, name: string): NameOfSdk | undefined {
  if (file.model.language === 'python') return undefined;
  const names = file.model.bindings.flatMap(({ name: local, function: owner, value, typeOnly }) =>
    owner === -1 && value !== undefined && typeOnly !== true ? [{ local, entity: file.entityOf(value) }] : [],
  );
  const own = names.find(({ entity }) => entity.kind === 'sdk' && entity.name === name);
  if (own !== undefined) return { written: own.local, edits: [] };
  const whole = names.find(({ entity }) => entity.kind === 'module' && (entity.sdk || isSdkNamed(entity.file?.exported(name), name)));
  if (whole !== undefined) return { written: `${whole.local}.${name}`, edits: [] };
  const edits = importEdits(text, file, name);
  return edits && { written: name, edits };
}

/**
 * What makes a name of the SDK usable in a file: nothing, a longer import, or a new one, from where the file has the SDK
 * already. Undefined in Python, and where the name means something else.
 */
export function importEdits(text: string, file: LinkedFile, name: string): readonly Edit[] | undefined {
  if (file.model.language === 'python') return undefined;
  const taken = file.model.bindings.filter((binding) => binding.name === name && binding.function === -1);
  if (taken.some(({ value, typeOnly }) => value !== undefined && typeOnly !== true && isNamed(file, value, name))) return [];
  if (taken.length > 0) return undefined;
  const longer = longerImport(text, file, name);
  if (longer !== undefined) return [longer];
  const imports = file.model.bindings.filter(({ kind }) => kind === 'import');
  const own = imports.find((binding) => offers(file, fromOf(binding), name));
  const required = own === undefined ? requireOf(text, file, name) : undefined;
  const written =
    required === undefined ? `import { ${name} } from '${fromOf(own) ?? 'millrace'}';` : `const { ${name} } = require('${required.from}');`;
  const at = required?.line ?? lineOf(text, (own ?? imports[0])?.span.start);
  return [insert(at, written + lineEndOf(text))];
}

type Binding = LinkedFile['model']['bindings'][number];

const isNamed = (file: LinkedFile, value: NonNullable<Binding['value']>, name: string): boolean => isSdkNamed(file.entityOf(value), name);

const isSdkNamed = (entity: Entity | undefined, name: string): boolean => entity?.kind === 'sdk' && entity.name === name;

const fromOf = (binding: Binding | undefined): string | undefined =>
  binding?.kind === 'import' && binding.value?.kind === 'import' ? binding.value.from : undefined;

/** Whether a module has the SDK's export of this name: the SDK itself, an alias of it, or a file that exports it again. */
const offers = (file: LinkedFile, from: string | undefined, name: string): from is string =>
  from !== undefined && isNamed(file, { kind: 'import', from, name, span: { start: 0, end: 0 } }, name);

/** The name in a list of names that is imported from there already. */
function longerImport(text: string, file: LinkedFile, name: string): Edit | undefined {
  for (const match of text.matchAll(namesTaken)) {
    const [whole, names = '', , from = ''] = match;
    if (!offers(file, from, name)) continue;
    const start = match.index + whole.indexOf('{') + 1;
    // Behind a comment the name would be a part of it.
    return /\/[/*]/.test(names) ? insert(start, ` ${name},`) : insert(start + names.length, `, ${name}`);
  }
  return undefined;
}

/** `import { flow } from 'millrace'`, and the same with require or a dynamic import at the top of a file. */
const namesTaken =
  /(?:\bimport|^(?:const|let|var))\s*\{([^}]*?)[\s,]*\}\s*(?:from\s*|=\s*(?:require|await\s+import)\s*\(\s*)(['"])([^'"]+)\2/gm;

/** The module by which a file of CommonJS has the SDK, and the line on which it is required. */
function requireOf(text: string, file: LinkedFile, name: string): { readonly from: string; readonly line: number } | undefined {
  for (const { index, 2: from = '' } of text.matchAll(/\brequire\s*\(\s*(['"])([^'"]+)\1\s*\)/g)) {
    const line = text.lastIndexOf('\n', index) + 1;
    if (offers(file, from, name)) return { from, line: /^[ \t]/.test(text.slice(line)) ? beginning(text) : line };
  }
  return undefined;
}

/** Where the statement of an import begins; without one, the first place of the file at which one can stand. */
function lineOf(text: string, imported: number | undefined): number {
  const before = imported === undefined ? [] : [...text.slice(0, imported).matchAll(/^import\b/gm)];
  return before.at(-1)?.index ?? beginning(text);
}

/** Behind the line of a program, and what says how the file is to be read: that has to stay first. */
const beginning = (text: string): number => /^(#!.*\r?\n)?(\s*(['"])use [a-z ]+\3;?[ \t]*\r?\n)*/.exec(text)?.[0].length ?? 0;
