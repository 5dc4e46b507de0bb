import { existsSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
let registered = false;

/**
 * Lets this process import TypeScript as it is. Types are blanked out, which keeps every line and column where it was;
 * what is not erasable (enums, parameter properties, decorators) is compiled with the lines kept.
 */
export function registerTypeScript(): void {
  if (registered) return;
  registered = true;
  const sdk = import.meta.resolve('millrace');
  registerHooks({
    resolve(specifier, context, next) {
      // The SDK that runs the flow is the one it gets: two copies would not know of each other's runs.
      if (specifier === 'millrace') return { url: sdk, format: 'module', shortCircuit: true };
      try {
        return next(specifier, context);
      } catch (error) {
        const other = alternative(specifier, context.parentURL);
        if (other === undefined) throw error;
        return next(other, context);
      }
    },
    load(url, context, next) {
      const kind = /^file:.*\.(m|c)?tsx?$/.exec(url);
      if (kind === null || url.includes('/node_modules/')) return next(url, context);
      const code = toJavaScript(readFileSync(fileURLToPath(url), 'utf8'));
      const source = process.env['VSCODE_INSPECTOR_OPTIONS'] === undefined ? code : code + sourceMap(url, code);
      return { format: kind[1] === 'c' ? 'commonjs' : 'module', source, shortCircuit: true };
    },
  });
}

/** Loads what reads TypeScript, and lets it read what flows are made of: the first time takes ten times as long. */
export const warmTypeScript = (): void => void toJavaScript(sample);

const sample = `import type { Client } from './client.ts';
interface Row<T = unknown> { id: number; value?: T | null }
type Kind = 'a' | 'b';
export const load = task({ name: 'load', retries: 3 }, async ({ node, day = 'x' }: { node: string; day?: string }): Promise<Row[]> => {
  const rows = (await read<Row>(node)) as Row[];
  for (const { id, ...rest } of rows) if (id > 0) console.log(\`\${id}\`, rest satisfies object);
  return rows.map((row: Row) => ({ ...row, value: row.value ?? null }));
});
export class Table<T> implements Rows<T> { private readonly rows: T[]; get first(): T { return this.rows[0]!; } }
export function check(kind?: Kind, ...names: string[]): void { try { if (kind) throw new Error(names[0]); } finally { /x/.test('x'); } }
`;

/** Under VS Code's debugger: lines are where they were, so that it shows the file and not what was loaded of it. */
function sourceMap(url: string, code: string): string {
  const mappings = code
    .split('\n')
    .map((_, index) => (index === 0 ? 'AAAA' : 'AACA'))
    .join(';');
  const map = JSON.stringify({ version: 3, sources: [url], names: [], mappings });
  return `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}

/** TypeScript's ways to write a path: `./x.js` for `x.ts`, and `./x` without an extension. */
function alternative(specifier: string, parent: string | undefined): string | undefined {
  if (parent === undefined || !/^\.{0,2}\//.test(specifier)) return undefined;
  const base = new URL(specifier, parent).href;
  const candidates = [base.replace(/\.(m|c)?js$/, '.$1ts'), `${base}.ts`, `${base}/index.ts`];
  return candidates.find((candidate) => candidate !== base && existsSync(fileURLToPath(candidate)));
}

/** A file's text without its types. The first call of a process takes as long as many files do: 50 ms. */
function toJavaScript(text: string): string {
  const { emitWarning } = process;
  try {
    // That stripping is experimental is of no use to whoever runs a flow; what the flow itself warns of is.
    process.emitWarning = () => undefined;
    return stripTypeScriptTypes(text);
  } catch (error) {
    const without = error instanceof Error && Reflect.get(error, 'code') === 'ERR_NO_TYPESCRIPT'; // a Node built without it, as some editors'
    if (!(error instanceof SyntaxError || without)) throw error;
    const { transform }: { transform: (code: string, options: object) => { code: string } } = require('sucrase');
    return transform(text, { transforms: ['typescript'], disableESTransforms: true, keepUnusedImports: true }).code;
  } finally {
    process.emitWarning = emitWarning;
  }
}
