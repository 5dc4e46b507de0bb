import type { LinkedFile } from '../model/entities.ts';
import { perFile } from '../model/per-file.ts';
import { substitute } from '../model/substitute.ts';
import { at } from '../model/type-here.ts';
import type { ImportValue, TypeModel } from '../model/value.ts';
import type { ImportedModule, Modules } from './modules.ts';
import { importedModule } from './modules.ts';
import { sdkTypes } from './sdk-types.ts';

/** A type of another module, with what its parameters are given: types that remember the file that gives them. */
interface Wanted {
  readonly from: string;
  readonly name: string;
  readonly given: readonly TypeModel[];
}

type Resolved = { readonly type: TypeModel; readonly file: LinkedFile } | undefined;

/** The type behind a name, in the file that declares it; a type without a name is itself. */
export function resolveType(file: LinkedFile, modules: Modules, type: TypeModel): Resolved {
  if (type.kind !== 'reference') return { type, file };
  const own = type.from === undefined ? declared(file, type.name, type.arguments) : undefined;
  if (own !== undefined) return own;
  const imported = importFor(file, type);
  if (imported === undefined) return undefined;
  const path = type.from === undefined ? type.name.split('.').slice(1) : [];
  const given = type.arguments.map((one) => at(file, one));
  return exportedType(file, modules, { from: imported.from, name: joined(imported.name, path), given }, 0);
}

/** `*` for a module itself needs no name before those of its members. */
const joined = (name: string, path: readonly string[]): string => [...(name === '*' && path.length > 0 ? [] : [name]), ...path].join('.');

function exportedType(file: LinkedFile, modules: Modules, wanted: Wanted, depth: number): Resolved {
  const { from, name, given } = wanted;
  const module: ImportedModule = depth > 8 ? { kind: 'outside' } : importedModule(file, modules, from);
  if (module.kind === 'outside') return undefined;
  if (module.kind === 'sdk')
    return Object.hasOwn(sdkTypes, name)
      ? { type: { kind: 'reference', name, arguments: given, from: module.specifier }, file }
      : undefined;
  const target = module.file;
  const [first = name, ...members] = name.split('.');
  for (const found of target.model.exports) {
    if (found.name !== first) continue;
    if ('from' in found)
      return exportedType(target, modules, { from: found.from, name: joined(found.imported, members), given }, depth + 1);
    const binding = found.value.kind === 'reference' ? target.model.bindings[found.value.binding] : undefined;
    const { value } = binding ?? {};
    if (value?.kind === 'import')
      return exportedType(target, modules, { from: value.from, name: joined(value.name, members), given }, depth + 1);
  }
  const own = declared(target, name, given);
  if (own !== undefined) return own;
  for (const found of target.model.exports) {
    if (found.name !== '*' || !('from' in found)) continue;
    const further = exportedType(target, modules, { from: found.from, name, given }, depth + 1);
    if (further !== undefined) return further;
  }
  return undefined;
}

/** A type that the file declares, with what it extends and its parameters filled in. */
function declared(file: LinkedFile, name: string, given: readonly TypeModel[]): Resolved {
  const found = Object.hasOwn(file.model.types, name) ? file.model.types[name] : undefined;
  if (found === undefined) return undefined;
  const whole: TypeModel = found.extends.length === 0 ? found.type : { kind: 'intersection', of: [...found.extends, found.type] };
  const filled = new Map(
    found.parameters.map((parameter, index): [string, TypeModel] => [
      parameter,
      given[index] ?? found.defaults?.[index] ?? { kind: 'primitive', name: 'unknown' },
    ]),
  );
  return { type: filled.size === 0 ? whole : substitute(whole, filled), file };
}

/** The import that brings a type. */
export const importFor = (file: LinkedFile, { from, name }: TypeModel & { kind: 'reference' }): ImportValue | undefined =>
  from === undefined ? importOf(file, name) : { kind: 'import', from, name, span: { start: 0, end: 0 } };

/** The import that brings the first part of a name. */
const importOf = (file: LinkedFile, name: string): ImportValue | undefined => importsIn(file).get(name.split('.')[0] ?? '');

const importsIn = perFile(({ model }): ReadonlyMap<string, ImportValue> => {
  const found = new Map<string, ImportValue>();
  // Of two imports under one name the first one counts.
  for (const { kind, name, value } of model.bindings)
    if (kind === 'import' && value?.kind === 'import' && !found.has(name)) found.set(name, value);
  return found;
});
