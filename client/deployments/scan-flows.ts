import type { CodeFlow } from './code-flow.ts';

const importsSdk = /from\s+['"]millrace['"]/;
const definition = /export\s+const\s+([\w$]+)\s*(?::[^=;]+)?=\s*flow\s*(?:<[^(]*>)?\(/g;
const optionName = /^\s*\{[^{}]*?\bname\s*:\s*(['"`])((?:(?!\1)[^\\\n$]|\\.)*)\1/;

/** Where a text names a task, as `task({ name: 'load' }`; undefined when it does not. */
export function findTask(text: string, name: string): { line: number; character: number } | undefined {
  const quoted = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = new RegExp(String.raw`\btask\s*(?:<[^(]*>)?\(\s*\{[^{}]*?\bname\s*:\s*['"\x60]${quoted}['"\x60]`).exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/**
 * The exported flows of a TypeScript file by their text alone: what the views show in the first moment, and where no
 * language server runs. It knows `export const x = flow({ name: '…' }, …)` and nothing cleverer.
 */
export function scanFlows(text: string, file: string, folder: string): CodeFlow[] {
  if (!importsSdk.test(text)) return [];
  return [...text.matchAll(definition)].map((match) => {
    const exported = match[1] ?? '';
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 2000);
    const at = match.index + match[0].indexOf(exported, 'export const'.length);
    const before = text.slice(0, at).split('\n');
    return {
      name: optionName.exec(rest)?.[2] ?? exported.replaceAll('_', '-'),
      exported,
      file,
      folder,
      place: { path: `${folder}/${file}`, line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    };
  });
}
