#!/usr/bin/env node
// Plain JavaScript that every Node can read, so that an old one gets a sentence instead of a syntax error.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(`The Millrace language server needs Node 22.15 or newer, and this is ${process.versions.node}.\n`);
  process.exit(1);
}
// Somebody who asks what this is waits for an answer; without one it would wait for an editor.
if (process.argv.some((argument) => argument === '--version' || argument === '--help')) {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(
    process.argv.includes('--version')
      ? `${version}\n`
      : `millrace-language-server ${version}: started by editors, as "millrace-language-server --stdio".\nWithout an editor, "npx millrace lint" reports the same.\n`,
  );
  process.exit();
}
module.enableCompileCache?.();
// An editor that names no transport talks over standard input and output.
if (!process.argv.some((argument) => /^--(stdio|node-ipc|socket|pipe)/.test(argument))) process.argv.push('--stdio');
const [show] = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => (warning.name === 'ExperimentalWarning' ? undefined : show?.(warning)));
const source = new URL('../main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../main.js', import.meta.url).href);
