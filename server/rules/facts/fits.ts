import type { LinkedFile, ParametersModel } from '../../model/entities.ts';
import type { TypeHere } from '../../model/type-here.ts';
import { homeOf } from '../../model/type-here.ts';
import { shapeOf } from '../../model/type-shape.ts';
import type { ObjectMember, TypeModel, Value } from '../../model/value.ts';
import { alternativesOf } from './callees.ts';

/** What a value surely is, as JSON has it; undefined when that cannot be said. */
type Known = {
  readonly is: 'string' | 'number' | 'boolean' | 'null' | 'list' | 'object';
  readonly value?: string | number | boolean | null;
};

/** Why a value cannot be one of a type; undefined whenever it may be. Python converts texts to numbers, so it is asked less. */
export function misfit(file: LinkedFile, value: Value, type: TypeModel, typeFile: LinkedFile): string | undefined {
  for (const entity of alternativesOf(file.entityOf(value))) {
    const known = knownOf(entity);
    if (known === undefined || accepts(known, type, typeFile, 0)) return undefined;
  }
  const known = knownOf(alternativesOf(file.entityOf(value))[0] ?? { kind: 'unknown' });
  return known === undefined ? undefined : described(known);
}

function knownOf(entity: ReturnType<LinkedFile['entityOf']>): Known | undefined {
  if (entity.kind === 'object') return { is: 'object' };
  if (entity.kind === 'array') return { is: 'list' };
  if (entity.kind !== 'literal' || entity.value === undefined) return undefined;
  const { value } = entity;
  if (value === null) return { is: 'null' };
  return typeof value === 'string'
    ? { is: 'string', value }
    : typeof value === 'number'
      ? { is: 'number', value }
      : { is: 'boolean', value };
}

function described({ is, value }: Known): string {
  if (typeof value === 'string') return `the text '${value}'`;
  if (is === 'null') return is;
  return value === undefined ? `${is === 'object' ? 'an' : 'a'} ${is}` : String(value);
}

/** Whether a value may be of a type: whatever is not understood is accepted. */
function accepts(known: Known, type: TypeModel, file: LinkedFile, depth: number): boolean {
  switch (type.kind) {
    case 'primitive':
      return acceptsPrimitive(known, type.name, file.model.language === 'python');
    case 'literal':
      return known.value === type.value && (type.value !== null || known.is === 'null');
    case 'enum':
      return type.members.some((member) => member.value === known.value);
    case 'array':
    case 'tuple':
      return known.is === 'list';
    case 'union':
    case 'intersection':
      // One part is enough also of an intersection: others may be there for the compiler only, as in `string & { __brand: 'Id' }`.
      return type.of.some((one) => accepts(known, one, homeOf(one) ?? file, depth));
    case 'object':
      return known.is === 'object' || (file.model.language === 'python' && known.is === 'string');
    default:
      return depth > 10 || acceptsComputed(known, { type, file }, depth);
  }
}

/** A type that is named, or computed from others: `Level`, `keyof Levels`, `(typeof levels)[number]`. */
function acceptsComputed(known: Known, { type, file }: TypeHere, depth: number): boolean {
  const found = (type.kind === 'reference' ? file.resolveType(type) : undefined) ?? shapeOf({ type, file });
  return found === undefined || found.type === type || accepts(known, found.type, found.file, depth + 1);
}

function acceptsPrimitive({ is, value }: Known, name: string, converts: boolean): boolean {
  if (name === 'unknown' || name === 'symbol') return true;
  if (name === 'null' || name === 'undefined' || name === 'void') return is === 'null';
  if (name === 'object') return is === 'object' || is === 'list';
  if (name === 'number' || name === 'bigint')
    return is === 'number' || (converts && (is === 'boolean' || (is === 'string' && /^\s*[-+.\d]/.test(String(value)))));
  if (name === 'boolean') return is === 'boolean' || (converts && (is === 'number' || is === 'string'));
  return is === name;
}

/** Members that name no parameter. */
export const strangers = (parameters: ParametersModel, members: readonly ObjectMember[]): readonly ObjectMember[] =>
  parameters.open ? [] : members.filter(({ name }) => parameters.fields.every((field) => field.name !== name));
