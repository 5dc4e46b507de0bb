import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { unknown } from './entity.ts';
import { memberOf } from './members.ts';
import type { Modules } from './modules.ts';
import { importedModule, starsOf } from './modules.ts';

/** What an import brings: something of an SDK, of another file, or of a package. */
export function importedEntity(file: LinkedFile, modules: Modules, from: string, name: string): Entity {
  const module = importedModule(file, modules, from);
  if (module.kind === 'file') return exportedEntity(module.file, modules, name);
  if (module.kind === 'sdk')
    return name === '*' || name === 'default' ? { kind: 'module', sdk: true, file: undefined } : { kind: 'sdk', name };
  return isPackage(from) ? { kind: 'external', module: from, name } : unknown;
}

/** Whether a specifier names a package, or a module of the platform, rather than a path. */
const isPackage = (specifier: string): boolean => !specifier.startsWith('.') && !specifier.startsWith('/');

/** Exports under way, so that barrels that export each other end. */
const underWay = new Set<string>();

/** What a file exports under a name. */
export function exportedEntity(file: LinkedFile, modules: Modules, name: string): Entity {
  if (name === '*') return { kind: 'module', sdk: false, file };
  const key = `${file.path}\n${name}`;
  if (underWay.has(key)) return unknown;
  underWay.add(key);
  try {
    return lookUp(file, modules, name);
  } finally {
    underWay.delete(key);
  }
}

function lookUp(file: LinkedFile, modules: Modules, name: string): Entity {
  const { exports } = file.model;
  const found = exports.findLast((candidate) => candidate.name === name);
  if (found !== undefined) return 'value' in found ? file.entityOf(found.value) : importedEntity(file, modules, found.from, found.imported);
  const whole = exports.find((candidate) => candidate.name === '=');
  if (whole !== undefined && 'value' in whole) {
    const entity = file.entityOf(whole.value);
    return name === 'default' ? entity : memberOf(entity, name);
  }
  // CommonJS read by `import x from`: the whole of what is exported.
  if (name === 'default') return isCommonJs(file) ? { kind: 'module', sdk: false, file } : unknown;
  for (const from of starsOf(file)) {
    const entity = importedEntity(file, modules, from, name);
    if (entity.kind !== 'unknown' && entity.kind !== 'external') return entity;
  }
  return unknown;
}

/** `exports` and `module.exports`: a file of CommonJS finds there what it exports, which is how compilers write every use of it. */
export function ownModule(file: LinkedFile, value: Value): Entity | undefined {
  const isOwn =
    value.kind === 'member'
      ? value.name === 'exports' && value.object.kind === 'global' && value.object.name === 'module'
      : value.kind === 'global' && value.name === 'exports';
  return isOwn && file.model.exports.length > 0 ? { kind: 'module', sdk: false, file } : undefined;
}

const isCommonJs = ({ model }: LinkedFile): boolean => model.language === 'javascript' && model.exports.length > 0;
