import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { modelText } from '../../support/model-text.ts';
import { projectOf } from '../../support/project-of.ts';

const root = join(import.meta.dirname, '../../..');
const fixtures = join(root, 'test/fixtures/models');

/** Folders of sources, with the models of their files beside them: `node --test --test-update-snapshots` writes those anew. */
const folders: Readonly<Record<string, string>> = {
  ...Object.fromEntries(globSync('*/', { cwd: fixtures }).map((name) => [name, join(fixtures, name)])),
  'distributed-etl': join(root, 'examples/distributed-etl'),
};

for (const [name, folder] of Object.entries(folders)) {
  test(`the model of ${name} is as it is written down`, (t) => {
    const paths = globSync('**/*.{ts,mts,cts,js,cjs,yaml}', { cwd: folder }).toSorted();
    const files = Object.fromEntries(paths.map((path) => [`/p/${path}`, readFileSync(join(folder, path), 'utf8')]));
    const text = modelText(projectOf(files), Object.keys(files));
    t.assert.fileSnapshot(text, join(fixtures, `${name}.txt`), { serializers: [String] });
  });
}
