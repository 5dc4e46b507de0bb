import { registerHooks } from 'node:module';

const fake = new URL('fake-vscode.ts', import.meta.url).href;

/** Imports what works with the module `vscode`, which is the fake here: an adapter, for example. */
export function withVscode<T>(load: () => Promise<T>): Promise<T> {
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'vscode' ? { url: fake, shortCircuit: true } : next(specifier, context)),
  });
  return load();
}
