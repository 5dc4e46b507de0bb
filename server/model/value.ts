import type { Span } from './span.ts';

/**
 * What an expression is, as far as its own file says: the parsers write it, the linker follows it through bindings
 * and imports. Numbers named `binding`, `call`, `function` and `class` are places in the lists of the file.
 */
export type Value =
  | LiteralValue
  | TemplateValue
  | ReferenceValue
  | GlobalValue
  | ImportValue
  | MemberValue
  | ItemValue
  | CallValue
  | ResultValue
  | AwaitedValue
  | ObjectValue
  | ArrayValue
  | SpreadValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | UnionValue
  | DefaultValue
  | CollectionValue
  | HandedValue
  | ArgumentValue
  | TypedValue
  | OpaqueValue;

/** A string, number, boolean or null; `undefined` has no value. */
export interface LiteralValue {
  readonly kind: 'literal';
  readonly value?: string | number | boolean | null;
  readonly span: Span;
  /** Whether it is written in another file, and the place is where it is used. */
  readonly elsewhere?: true;
}
/** A string with values in it: `parts` are its pieces of text, one more than `values`. */
export interface TemplateValue {
  readonly kind: 'template';
  readonly parts: readonly string[];
  readonly values: readonly Value[];
  readonly span: Span;
}
/** A name that the file declares. */
export interface ReferenceValue {
  readonly kind: 'reference';
  readonly binding: number;
  readonly span: Span;
}
/** A name that the file does not declare: `console`, `process`, `Date`. */
export interface GlobalValue {
  readonly kind: 'global';
  readonly name: string;
  readonly span: Span;
}
/** Something of another module; `name` is `*` for the module itself. */
export interface ImportValue {
  readonly kind: 'import';
  readonly from: string;
  readonly name: string;
  readonly span: Span;
}
/** `object.name`, or `object['name']`. */
export interface MemberValue {
  readonly kind: 'member';
  readonly object: Value;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
}
/** One of a list, map or object: `index` where it is known; `rest` for all from there on. */
export interface ItemValue {
  readonly kind: 'item';
  readonly of: Value;
  readonly index?: number;
  /** What it is asked for by, where only other files say what that is. */
  readonly key?: Value;
  readonly rest?: boolean;
  /** Whether a callback is handed it: of a map that is the value, where a loop gets pairs. */
  readonly handed?: boolean;
  readonly span: Span;
}
/** What one of the recorded calls gives. */
export interface CallValue {
  readonly kind: 'call';
  readonly call: number;
  readonly span: Span;
}
/** What a function gives without a call that is written: a getter. */
export interface ResultValue {
  readonly kind: 'result';
  readonly of: Value;
  readonly span: Span;
}
/** `await value`. */
export interface AwaitedValue {
  readonly kind: 'awaited';
  readonly value: Value;
  readonly span: Span;
}
/** An object, or the named arguments of a call; `open` when it may have more members than are listed. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
  readonly spreads: readonly Value[];
  readonly open: boolean;
  /** Members whose names only other files say: `{ [Stage.Load]: load }`. */
  readonly computed?: readonly ComputedMember[];
  /** Whether its type is exactly what is written: `as const`. */
  readonly constant?: true;
  readonly span: Span;
}
/** `name` in the language-neutral form (`retryDelaySeconds`); `written` where the source spells it differently. */
export interface ObjectMember {
  readonly name: string;
  readonly written?: string;
  readonly nameSpan: Span;
  readonly value: Value;
  readonly span: Span;
}
/** A member by what its name is computed from. */
export interface ComputedMember {
  readonly key: Value;
  readonly value: Value;
}
/** A list as it is written. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly items: readonly Value[];
  readonly constant?: true;
  readonly span: Span;
}
/** `...value` in a list or among arguments. */
export interface SpreadValue {
  readonly kind: 'spread';
  readonly value: Value;
  readonly span: Span;
}
/** A function of the file. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly function: number;
  readonly span: Span;
}
/** A class of the file itself; its instances are what `new` or `this` gives. */
export interface ClassValue {
  readonly kind: 'class';
  readonly class: number;
  readonly span: Span;
}
/** `this` inside a class; with `parent` what `super` is there. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly class: number;
  readonly parent?: boolean;
  readonly span: Span;
}
/** One of several: `a ? b : c`, `a ?? b`, a variable that is assigned again. */
export interface UnionValue {
  readonly kind: 'union';
  readonly of: readonly Value[];
  readonly span: Span;
}
/** What stands in for a value that is missing or not known: the default in a pattern, the type of a cast. */
export interface DefaultValue {
  readonly kind: 'default';
  readonly of: Value;
  readonly otherwise: Value;
  readonly span: Span;
}
/** A list, map or object that has been given something after it was made: `list.push(value)`, `map.set(key, value)`. */
export interface CollectionValue {
  readonly kind: 'collection';
  readonly as: 'list' | 'map' | 'record';
  readonly of: Value;
  readonly span: Span;
}
/** What a function is called with by whom it is handed to: as an argument of a call, or as something of a type. */
export interface HandedValue {
  readonly kind: 'handed';
  readonly call?: number;
  readonly argument?: number;
  readonly type?: TypeModel;
  /** Where in that argument or type the function is. */
  readonly path?: readonly (string | number)[];
  readonly parameter: number;
  readonly span: Span;
}
/** What a function is called with, of which its parameters say no more: it differs from call to call. */
export interface ArgumentValue {
  readonly kind: 'argument';
  readonly function: number;
  readonly parameter: number;
  readonly span: Span;
}
/** Something of which only the declared type is known. */
export interface TypedValue {
  readonly kind: 'typed';
  readonly type: TypeModel;
  readonly span: Span;
}
/** Nothing that can be followed; `type` names what it surely is: `regexp`, `bigint`, `symbol`, `number`, `string`, `boolean`. */
export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly type?: string;
  readonly span: Span;
}

/** A declared type, as far as its own file says. */
export type TypeModel =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'array'; readonly item: TypeModel }
  /** `optional` counts the items at the end that may be missing. */
  | { readonly kind: 'tuple'; readonly items: readonly TypeModel[]; readonly rest?: TypeModel; readonly optional?: number }
  | { readonly kind: 'union' | 'intersection'; readonly of: readonly TypeModel[] }
  /** `open`: what is known of an intersection with something that is not; it may have more members. */
  | { readonly kind: 'object'; readonly properties: readonly TypeProperty[]; readonly index?: TypeModel; readonly open?: true }
  | { readonly kind: 'template'; readonly pattern: string }
  /** `from` where the type names its module itself: `import('m').Name`. */
  | { readonly kind: 'reference'; readonly name: string; readonly arguments: readonly TypeModel[]; readonly from?: string }
  | { readonly kind: 'typeof'; readonly value: Value }
  | { readonly kind: 'keyof'; readonly of: TypeModel }
  | { readonly kind: 'indexed'; readonly of: TypeModel; readonly key: TypeModel }
  | MappedType
  | ConditionalType
  | { readonly kind: 'enum'; readonly members: readonly { readonly name: string; readonly value: string | number }[] }
  /** `rest` where the last parameter takes all that follow. */
  | { readonly kind: 'function'; readonly parameters?: readonly TypeModel[]; readonly rest?: true; readonly returns?: TypeModel }
  | { readonly kind: 'unsupported'; readonly text: string };

/** `{ [name in keys]?: value }`: `as` gives the members other names. */
export interface MappedType {
  readonly kind: 'mapped';
  readonly name: string;
  readonly keys: TypeModel;
  readonly as?: TypeModel;
  readonly value: TypeModel;
  /** What `?` and `-?` say; without, members of a mapped object type stay as they are. */
  readonly optional?: boolean;
}

/** `check extends bound ? whenTrue : whenFalse`; where `check` was a parameter of the type, each part of a union is asked for itself. */
export interface ConditionalType {
  readonly kind: 'conditional';
  readonly check: TypeModel;
  readonly bound: TypeModel;
  readonly whenTrue: TypeModel;
  readonly whenFalse: TypeModel;
  /** The parameter that `check` was, and still is in the parts below it. */
  readonly parameter?: string;
}

/** The types that have no parts; `unknown` stands for `any` too. */
export type PrimitiveName =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'symbol'
  | 'null'
  | 'undefined'
  | 'void'
  | 'never'
  | 'unknown'
  | 'object';

/** A member of an object type, with its documentation. */
export interface TypeProperty {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeModel;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}
