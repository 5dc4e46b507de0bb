import { posix } from 'node:path';
import type { ServerFacts } from '../../server/model/entities.ts';
import type { FileModel, Language } from '../../server/model/file.ts';
import { prefectYamlFrontEnd } from '../../server/parsers/prefect-yaml/front-end.ts';
import { typescriptFrontEnd } from '../../server/parsers/typescript/front-end.ts';
import { ImportGraph, importsSdk } from '../../server/workspace/import-graph.ts';
import { specifiersIn } from '../../server/workspace/languages.ts';
import { packageAt } from '../../server/workspace/packages.ts';
import { Project } from '../../server/workspace/project.ts';
import { Resolver } from '../../server/workspace/resolver.ts';
import { PathMappings } from '../../server/workspace/tsconfig.ts';

/**
 * A project of a few texts by path, without a disk. `package.json` and `tsconfig.json` among them count as such. With a
 * `language` the models are said to be of that one: what rules say in it can be seen before it has a front end.
 */
export function projectOf(files: Readonly<Record<string, string>>, server?: ServerFacts, language?: Language): Project {
  const sources = Object.keys(files).filter((path) => !path.endsWith('.json') && !/\.d\.[cm]?ts$/.test(path));
  const manifests = Object.entries(files).filter(([path]) => posix.basename(path) === 'package.json');
  const packages = manifests.flatMap(([path, text]) => packageAt(path, text) ?? []);
  const mappings = new PathMappings(
    Object.keys(files).filter((path) => /[jt]sconfig\.json$/.test(path)),
    (path) => files[path],
    packages,
  );
  const resolver = new Resolver(
    (path) => (sources.includes(path) ? path : undefined),
    (folder) => mappings.of(folder),
    packages,
    [],
  );
  const models = new Map<string, FileModel>();
  const graph = new ImportGraph();
  const beginnings = sources.filter((path) => {
    const specifiers = specifiersIn(path, files[path] ?? '');
    const imported = specifiers.flatMap((specifier) => resolver.resolve(path, specifier) ?? []);
    graph.set(path, imported);
    return importsSdk([...specifiers, ...imported]);
  });
  const related = graph.reach(beginnings);
  const project = new Project({
    paths: () => sources,
    model: (path) => {
      const text = files[path];
      if (text === undefined || path.endsWith('.json')) return undefined;
      const read = models.get(path) ?? (path.endsWith('.yaml') ? prefectYamlFrontEnd : typescriptFrontEnd).parse(path, text);
      const model = language === undefined || read.language === language ? read : { ...read, language };
      models.set(path, model);
      return model;
    },
    changesSince: () => undefined,
    resolve: (from, specifier) => resolver.resolve(from, specifier),
    reachesSdk: (path) => related.has(path),
    effectsOf: () => ['blocks', 'requests', 'posts'],
    importersOf: (path) => graph.importersOf(path),
    sdkVersions: () => packages.flatMap(({ path, sdkVersion }) => (sdkVersion === undefined ? [] : [{ path, version: sdkVersion }])),
  });
  project.server = server;
  return project;
}
