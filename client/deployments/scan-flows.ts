import type { CodeFlow } from './code-flow.ts';

const importsSdk = /from\s+['"]millrace['"]/;
const definition = /export\s+const\s+([\w$]+)\s*(?::[^=;]+)?=\s*flow\s*(?:<[^(]*>)?\(/g;
const optionName = /^\s*\{[^{}]*?\bname\s*:\s*(['"`])((?:(?!\1)[^\\\n$]|\\.)*)\1/;

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
