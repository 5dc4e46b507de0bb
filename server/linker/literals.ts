import type { Entity, LinkedFile, Located } from '../model/entities.ts';
import { memberOf } from '../model/object-members.ts';
import type { LiteralValue, TemplateValue, Value } from '../model/value.ts';
import type { Modules } from './modules.ts';
import { importedModule, starsOf } from './modules.ts';

/** The text or number that a value surely is, with the place where it is written: perhaps in another file. */
export function literalIn(file: LinkedFile, modules: Modules, value: Value): Located<LiteralValue> | undefined {
  const found = writtenAt(file, modules, value, 0);
  if (found?.value.kind === 'literal') return { file: found.file, value: found.value };
  return found?.value.kind === 'template' ? filledIn(found.file, found.value) : undefined;
}

/** `${folder}/nightly`, where all that is put in is known. */
function filledIn(file: LinkedFile, { parts, values, span }: TemplateValue): Located<LiteralValue> | undefined {
  const written = values.map((value) => file.literalOf(value)?.value.value);
  if (written.includes(undefined)) return undefined;
  return {
    file,
    value: { kind: 'literal', value: parts.map((part, at) => part + (at < written.length ? String(written[at]) : '')).join(''), span },
  };
}

/** How many names may lead from one to the next. */
const deepest = 8;

/** What is written where names, imports and members of what is written whole lead to. */
function writtenAt(file: LinkedFile, modules: Modules, value: Value, depth: number): Located | undefined {
  if (depth > deepest) return undefined;
  if (value.kind === 'reference') {
    const binding = file.model.bindings[value.binding];
    // What a parameter stands for differs from call to call.
    return binding?.value === undefined || binding.kind === 'parameter' ? undefined : writtenAt(file, modules, binding.value, depth + 1);
  }
  if (value.kind === 'import') return importedAt(file, modules, value, depth);
  if (value.kind !== 'member') return { file, value };
  const of = file.entityOf(value.object);
  if (of.kind === 'module') return of.file === undefined ? undefined : exportedAt(of.file, modules, value.name, depth);
  const found = memberIn(of, value.name);
  return found === undefined ? undefined : writtenAt(found.file, modules, found.value, depth + 1);
}

/** `crons.nightly`, of an object that is not changed later, or of what a class says once. */
function memberIn(of: Entity, name: string): Located | undefined {
  if ('added' in of && of.added.some(({ value }) => mayName(value, name))) return undefined;
  if (of.kind === 'object' && !of.object.value.open) {
    const found = memberOf(of.object, name);
    return typeof found === 'string' ? undefined : { file: found.file, value: found.member.value };
  }
  if (of.kind !== 'class' || of.instance) return undefined;
  const [found, ...others] = of.class.statics.filter((member) => member.name === name);
  return found === undefined || others.length > 0 ? undefined : { file: of.file, value: found.value };
}

/** Whether what is added to something may have a member of some name. */
const mayName = (value: Value, name: string): boolean =>
  value.kind !== 'object' || value.spreads.length > 0 || value.members.some((member) => member.name === name);

function importedAt(
  file: LinkedFile,
  modules: Modules,
  { from, name }: { readonly from: string; readonly name: string },
  depth: number,
): Located | undefined {
  const module = importedModule(file, modules, from);
  return module.kind === 'file' ? exportedAt(module.file, modules, name, depth + 1) : undefined;
}

function exportedAt(file: LinkedFile, modules: Modules, name: string, depth: number): Located | undefined {
  if (depth > deepest) return undefined;
  const { exports } = file.model;
  const found = exports.findLast((one) => one.name === name);
  if (found !== undefined)
    return 'value' in found
      ? writtenAt(file, modules, found.value, depth + 1)
      : importedAt(file, modules, { from: found.from, name: found.imported }, depth);
  for (const from of starsOf(file)) {
    const further = importedAt(file, modules, { from, name }, depth);
    if (further !== undefined) return further;
  }
  return undefined;
}
