import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RunStore } from '../client/runs/run-store.ts';
import { RunTree } from '../client/runs/run-tree.ts';
import { flowRunRow } from '../test/support/entities.ts';
import { fakeSession } from '../test/support/fake-session.ts';
import { makePackage } from '../tools/package.ts';

/**
 * What the extension weighs, and what ten thousand runs cost its models: no editor is needed.
 * usage: npm run bench -- editor-models
 */
const root = join(import.meta.dirname, '..');
const say = (what: string, value: string, bound: string): void =>
  void process.stdout.write(`${what.padEnd(56)} ${value.padStart(12)}   must ${bound}\n`);
const kilobytes = (file: string): string => `${(statSync(file).size / 1000).toFixed(0)} kB`;

const vsix = await makePackage();
say('.vsix', kilobytes(vsix), '≤ 3000 kB');
say('client bundle loaded at activation', kilobytes(join(root, 'dist/client/extension.cjs')), '≤ 200 kB');
const files = globSync('client/**/*.ts', { cwd: root });
const knowing = files.filter((file) => /from 'vscode'/.test(readFileSync(join(root, file), 'utf8')));
say(
  `client files that import vscode (${knowing.length} of ${files.length})`,
  `${((100 * knowing.length) / files.length).toFixed(0)} %`,
  '≤ 30 %',
);

const count = 10_000;
const rows = Array.from({ length: count }, (_, index) =>
  flowRunRow(`00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, index % 7 === 0 ? 'FAILED' : 'COMPLETED', {
    name: `run-${index}`,
    tags: index % 5 === 0 ? ['daily'] : [],
    expectedStartTime: new Date(Date.UTC(2026, 10, 1) + index * 60_000).toISOString(),
  }),
);
const { session, timers } = await fakeSession(({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : []));
const store = new RunStore(session, timers, { info: () => undefined, error: () => undefined });
const tree = new RunTree(store, timers, () => undefined);
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
await store.ensureLoaded();
await store.add(rows);
globalThis.gc?.();
say('10,000 runs: memory of the models', `${((process.memoryUsage().heapUsed - before) / 1e6).toFixed(1)} MB`, '≤ 40 MB');

async function open(): Promise<number> {
  const began = performance.now();
  const groups = await tree.children(undefined);
  for (const group of groups.slice(0, 2)) await tree.children(group.id);
  return performance.now() - began;
}

await open();
say('10,000 runs: open the tree', `${(await open()).toFixed(1)} ms`, '≤ 100 ms');
const began = performance.now();
await store.setFilter({ states: ['FAILED'], tag: 'daily' });
await open();
say('10,000 runs: filter by state and tag, and open', `${(performance.now() - began).toFixed(1)} ms`, '≤ 100 ms');
