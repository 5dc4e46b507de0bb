import type { Entity, LinkedFile, ProjectModel } from '../model/entities.ts';
import { rootOf } from '../model/parts.ts';
import type { Span } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import type { Callable } from './facts/callees.ts';
import { runnablesOf } from './facts/callees.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Reported at the import, or export from there, that brings two versions into one process. */
export const sdkVersionMismatch = defineRule({
  id: 'sdk-version-mismatch',
  group: 'behaviour',
  summary: 'A flow or task is imported from a package that uses another major version of the SDK',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, project, report }) {
    const versions = project.sdkVersions();
    // Nearly all projects have one version: their imports need not be followed.
    if (versions.length < 2) return;
    const own = versionFor(project, file.path);
    if (own === undefined || versions.every(({ version }) => majorOf(version) === majorOf(own))) return;
    for (const { value, span } of broughtIn(file)) {
      const [runnable] = runnablesIn(file.entityOf(value));
      const other = runnable?.model === undefined ? undefined : versionFor(project, runnable.model.file.path);
      if (runnable === undefined || other === undefined || majorOf(other) === majorOf(own)) continue;
      report({
        span,
        message: `${capitalized(runnable.title)} comes from a package with version ${other} of the SDK, and this one has ${own}: two SDKs are loaded into one process, and neither sees the runs of the other. Use one version in all packages.`,
      });
    }
  },
});

/** What a file imports, and what it exports of other files. */
function* broughtIn({ model }: LinkedFile): Generator<{ readonly value: Value; readonly span: Span }> {
  for (const { value, span, typeOnly } of model.bindings)
    if (value !== undefined && typeOnly !== true && rootOf(value).kind === 'import') yield { value, span };
  for (const item of model.exports)
    if ('from' in item && item.typeOnly !== true)
      yield { value: { kind: 'import', from: item.from, name: item.imported, span: item.span }, span: item.span };
}

/** The flow or task that is imported; of a module one that it makes. */
function runnablesIn(entity: Entity): readonly Callable[] {
  if (entity.kind !== 'module') return runnablesOf(entity);
  const [made] = [...(entity.file?.flows ?? []), ...(entity.file?.tasks ?? [])];
  return made === undefined ? [] : [{ kind: made.kind, model: made, title: titleOf(made) }];
}

/** The version that the nearest package.json with one names. */
function versionFor(project: ProjectModel, path: string): string | undefined {
  const found = project
    .sdkVersions()
    .map(({ path: manifest, version }) => ({ folder: manifest.replace(/package\.json$/, ''), version }))
    .filter(({ folder }) => path.startsWith(folder));
  return found.toSorted((a, b) => b.folder.length - a.folder.length)[0]?.version;
}

/** The part of a version in which incompatible ones differ. */
const majorOf = (version: string): string =>
  /(\d+)(?:\.(\d+))?/
    .exec(version)
    ?.slice(1, /\d+/.exec(version)?.[0] === '0' ? 3 : 2)
    .join('.') ?? version;
