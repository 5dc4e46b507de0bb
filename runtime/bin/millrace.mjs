#!/usr/bin/env node
// Plain JavaScript that every Node can read, so that an old one gets a sentence instead of a syntax error.
import { existsSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(`Millrace needs Node 22.15 or newer, and this is ${process.versions.node} (${process.execPath}).\n`);
  process.exit(1);
}
module.enableCompileCache?.();
// That Node calls its TypeScript support experimental is no news for the one who types; other warnings are.
const [show] = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => (warning.name === 'ExperimentalWarning' ? undefined : show?.(warning)));
const source = new URL('../cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../cli/main.js', import.meta.url).href);
