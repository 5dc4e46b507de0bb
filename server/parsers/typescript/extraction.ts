import type { ts } from './compiler.cjs';
import type {
  Access,
  Binding,
  Call,
  ClassMember,
  ClassModel,
  Export,
  FunctionModel,
  Loop,
  Place,
  ReferenceUse,
  Try,
  TypeDeclaration,
  Usage,
  Write,
} from '../../model/file.ts';
import type { Span } from '../../model/span.ts';
import type { TypeModel, Value } from '../../model/value.ts';
import type { Anchor } from './anchors.ts';
import { AnchoredSpan } from './anchors.ts';

/** A binding while its file is read: each assignment adds a value. */
export interface OpenBinding extends Omit<Binding, 'value' | 'type' | 'added'> {
  values: Value[];
  type?: TypeModel | undefined;
  added?: Value[] | undefined;
  /** Whether it is being asked where it leads, so that circles end. */
  asked: boolean;
  /** For the variable of a catch clause: whether the error goes anywhere but into a log. */
  used?: boolean;
}

/** A binding of a piece that is done, with what it was before: no part of the model. */
type DoneBinding = Binding & { readonly [whileOpen]?: OpenBinding };

const whileOpen = Symbol('while open');

/** A value, a type or a part that a name at the top of the file has got. */
export interface Given {
  readonly binding: number;
  readonly value?: Value;
  readonly type?: TypeModel;
  /** The type that the name had before this one. */
  before?: TypeModel | undefined;
  readonly added?: Value;
}

/** A function while it is read. */
export type OpenFunction = { -readonly [K in keyof FunctionModel]: FunctionModel[K] } & { returns: Value[]; yields?: Value[] };

/** A class while it is read: assignments to `this` add members. */
export type OpenClass = { -readonly [K in keyof ClassModel]: ClassModel[K] } & {
  readonly instance: ClassModel['instance'][number][];
  readonly statics: ClassModel['statics'][number][];
};

/** What `this` means at a place. */
export type ThisMeaning =
  | { readonly kind: 'class' | 'instance'; readonly class: number }
  | { readonly kind: 'reference'; readonly binding: number }
  | undefined;

/** The parts of the walk that call each other; they meet here, so that no file imports another in a circle. */
export interface Walkers {
  expression(x: Extraction, node: ts.Expression, usage: Usage): Value;
  /** Any node: a statement, or an expression whose value goes nowhere. */
  visit(x: Extraction, node: ts.Node): void;
  /** The statements of a block, in a scope that is already there. */
  statements(x: Extraction, statements: readonly ts.Statement[]): void;
  functionValue(x: Extraction, node: ts.FunctionLikeDeclaration): Value;
}

/** Where a token begins at a place or behind the one blank there, if it surely does: most do, and TypeScript asks much more. */
function beginning(text: string, place: number): number | undefined {
  const start = text.codePointAt(place) === blank ? place + 1 : place;
  const first = text.codePointAt(start) ?? 0;
  return first >= firstLetter && first <= lastBracket ? start : undefined;
}

const [blank, firstLetter, lastBracket] = [0x20, 0x41, 0x7b];

/** All that is collected while one file is walked once, and where the walk is. */
export class Extraction {
  /** Those of the pieces that are done are closed. */
  readonly bindings: (OpenBinding | DoneBinding)[] = [];
  readonly functions: OpenFunction[] = [];
  readonly classes: OpenClass[] = [];
  readonly calls: Call[] = [];
  readonly accesses: Access[] = [];
  readonly references: ReferenceUse[] = [];
  readonly writes: Write[] = [];
  readonly loops: Loop[] = [];
  readonly tries: Try[] = [];
  readonly exports: Export[] = [];
  types: Record<string, TypeDeclaration> = {};
  /** The values and types that names at the top of the file have got, in their order. */
  given: Given[] = [];
  readonly scopes: Map<string, number>[] = [new Map()];
  place: Place = { function: -1 };
  self: ThisMeaning;
  /** What the type parameters that are in sight extend. */
  typeParameters: ReadonlyMap<string, TypeModel> = new Map();
  /** The type parameters of the class whose member is read. */
  ofClass: readonly ts.TypeParameterDeclaration[] | undefined;
  /** The declaration at the top of the file that is walked, if its body has to do with nothing. */
  irrelevant: ts.Node | undefined;
  /** Whether the functions that are walked go where nothing follows them: then only what they do matters. */
  lean = false;
  /** How many names the top of the file declares; they come first. */
  topLevel = 0;
  /** For an outline: the words without which nothing that has a name is made in a body. */
  makers: RegExp | undefined;
  /** Where the bodies begin and end that have not been walked. */
  readonly unread = new Map<number, number>();
  /** The call of the SDK whose arguments are walked: what functions among them give is not followed. */
  handed: ts.CallExpression | ts.NewExpression | undefined;
  /** What the functions are called with that are walked next, by whom they are given to or what they are declared to be. */
  readonly callbacks = new Map<ts.Node, readonly (Value | undefined)[]>();
  /** By function: where each word first stands in it, once that was asked for. */
  readonly words = new Map<number, ReadonlyMap<string, number>>();
  /** The loop that `break` would end; -1 for a `switch`. */
  breaks = -1;
  /** How many calls of loggers are around. */
  logging = 0;
  /** The documentation above the statement that is walked, for the functions directly in it. */
  documentation: string | undefined;

  readonly #walkers: Walkers;
  readonly #moves: boolean;
  #source: ts.SourceFile | undefined;
  #anchor: Anchor = { offset: 0 };
  #declaresVars: boolean | undefined;
  #latest = -1;
  #start = 0;

  /** `moves`: whether spans follow their pieces when the text above them changes. */
  constructor(walkers: Walkers, moves: boolean) {
    this.#walkers = walkers;
    this.#moves = moves;
  }

  /** Begins with another piece of the file. */
  enter({ tree, anchor }: { readonly tree: ts.SourceFile; readonly anchor: Anchor }): void {
    if (tree !== this.#source) this.#declaresVars = undefined;
    this.#source = tree;
    this.#anchor = anchor;
    this.#latest = -1;
  }

  /** The tree that is walked: of the file, or of a part of it. */
  get source(): ts.SourceFile {
    if (this.#source === undefined) throw new RangeError('No piece has been entered.');
    return this.#source;
  }

  /** Whether the word `var` stands anywhere in it: in most files it does not, and nothing more is looked at. */
  get declaresVars(): boolean {
    this.#declaresVars ??= /\bvar\s/.test(this.source.text);
    return this.#declaresVars;
  }

  expression(node: ts.Expression, usage: Usage): Value {
    return this.#walkers.expression(this, node, usage);
  }

  visit(node: ts.Node): void {
    this.#walkers.visit(this, node);
  }

  statements(statements: readonly ts.Statement[]): void {
    this.#walkers.statements(this, statements);
  }

  functionValue(node: ts.FunctionLikeDeclaration): Value {
    return this.#walkers.functionValue(this, node);
  }

  span(node: ts.Node): Span {
    return this.between(this.startOf(node), node.end);
  }

  /** Where a node begins behind the blanks and comments above it. Nodes that begin together are asked for one after the other. */
  startOf(node: ts.Node): number {
    // What is missing has no blanks above it.
    if (node.pos === node.end) return node.pos;
    if (node.pos !== this.#latest) {
      this.#latest = node.pos;
      this.#start = beginning(this.source.text, node.pos) ?? node.getStart(this.source);
    }
    return this.#start;
  }

  /** The span from one place in the tree to another one. */
  between(start: number, end: number): Span {
    return this.#moves ? new AnchoredSpan(this.#anchor, start, end) : { start, end };
  }

  /** Declares a name in the innermost scope. */
  declare(name: ts.Identifier, kind: Binding['kind'], more: Partial<OpenBinding> = {}): number {
    const index = this.bindings.length;
    this.bindings.push({ name: name.text, span: this.span(name), kind, function: this.place.function, values: [], asked: false, ...more });
    this.scopes.at(-1)?.set(name.text, index);
    return index;
  }

  /** The names that were declared last, before anything was given to them. */
  declaredFrom(index: number): OpenBinding[] {
    return this.bindings.slice(index).flatMap((binding) => ('values' in binding ? [opened(binding)] : []));
  }

  /** Declares names once more; of the overloads of a function only one counts. */
  declareAgain(names: readonly OpenBinding[]): void {
    const [scope] = this.scopes;
    for (const binding of names) {
      if ((binding.kind === 'function' || binding.kind === 'class') && scope?.has(binding.name) === true) continue;
      scope?.set(binding.name, this.bindings.length);
      this.bindings.push(opened(binding));
    }
  }

  /** What a name means here; one that is not yet typed means nothing. */
  lookup(name: string): number | undefined {
    if (name === '') return undefined;
    for (let depth = this.scopes.length - 1; depth >= 0; depth -= 1) {
      const found = this.scopes[depth]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A binding with all that it was given, also when nothing is given to it any more: others may lead to it. */
  binding(index: number): OpenBinding {
    const found = this.bindings[index];
    const open = found === undefined || 'values' in found ? found : found[whileOpen];
    if (open === undefined) throw new RangeError(`No binding ${index}.`);
    return open;
  }

  /** Gives a value to a name. */
  give(index: number, value: Value): void {
    put(this.binding(index), value);
    if (index < this.topLevel) this.given.push({ binding: index, value });
  }

  /** Notes the type that a name is declared with. */
  giveType(index: number, type: TypeModel): void {
    const binding = this.binding(index);
    if (index < this.topLevel) this.given.push({ binding: index, type, before: binding.type });
    binding.type = type;
  }

  /** Notes what a name is given as a list, map or object after that was made. */
  add(index: number, added: Value): void {
    putIn(this.binding(index), added);
    if (index < this.topLevel) this.given.push({ binding: index, added });
  }

  /** Notes what an instance is given by `this.name = …`, unless a type says already what that is. */
  assignMember(index: number, { name, nameSpan }: Pick<ClassMember, 'name' | 'nameSpan'>, value: Value): void {
    const known = this.classes[index]?.instance;
    const earlier = known?.filter((member) => member.name === name) ?? [];
    if (earlier.length === 0 || (tells(value) && !earlier.some((member) => member.value.kind === 'typed')))
      known?.push({ name, value, ...(nameSpan === undefined ? {} : { nameSpan }) });
  }

  /** Closes the bindings from a place on: nothing is given to them any more. */
  close(from: number): Binding[] {
    const done = this.bindings
      .slice(from)
      .map((binding) => ('values' in binding ? Object.assign(closed(binding), { [whileOpen]: binding }) : binding));
    for (const [index, binding] of done.entries()) this.bindings[from + index] = binding;
    return done;
  }

  /** The bindings as they are now. */
  allClosed(): Binding[] {
    return this.bindings.map((_, index) => this.closed(index));
  }

  /** A binding as it is now. */
  closed(index: number): Binding {
    const binding = this.bindings[index];
    if (binding === undefined) throw new RangeError(`No binding ${index}.`);
    return 'values' in binding ? closed(binding) : binding;
  }

  /** Walks something with a scope of its own. */
  scoped<T>(walk: () => T): T {
    this.scopes.push(new Map());
    try {
      return walk();
    } finally {
      this.scopes.pop();
    }
  }

  /** Walks something in another place. */
  at<T>(place: Partial<Place>, walk: () => T): T {
    const before = this.place;
    this.place = { ...before, ...place };
    try {
      return walk();
    } finally {
      this.place = before;
    }
  }

  opaque(node: ts.Node, type?: string): Value {
    return type === undefined ? { kind: 'opaque', span: this.span(node) } : { kind: 'opaque', type, span: this.span(node) };
  }
}

const tells = ({ kind }: Value): boolean => kind !== 'literal';

/** Usages that carry nothing more. */
export const use = (as: Usage['as']): Usage => ({ as, awaited: false });

/** A name to which nothing more than now has been given. */
const opened = (binding: OpenBinding): OpenBinding => ({ ...binding, values: [...binding.values] });

/** Gives a value to a name without noting it. */
export function put(binding: OpenBinding, value: Value): void {
  // Nearly all names are given one value: a list that is made with it is as long as it must be.
  if (binding.values.length === 0) binding.values = [value];
  else binding.values.push(value);
}

/** Adds to what a name holds without noting it. */
export function putIn(binding: OpenBinding, added: Value): void {
  binding.added = [...(binding.added ?? []), added];
}

function closed({ values, name, span, kind, function: owner, type, added, typeOnly }: OpenBinding): Binding {
  const done: { -readonly [K in keyof Binding]: Binding[K] } = { name, span, kind, function: owner };
  // What a variable is declared to be is no value of it, once it has one.
  const of = kind === 'variable' && values.length > 1 && values[0]?.kind === 'typed' ? values.slice(1) : values;
  const [first] = of;
  if (of.length > 1) done.value = { kind: 'union', of: [...of], span };
  // A parameter that is given something else is no longer what a call gives it.
  else if (first !== undefined && (first.kind !== 'opaque' || first.type !== undefined || kind === 'parameter')) done.value = first;
  if (type !== undefined) done.type = type;
  if (added !== undefined) done.added = added;
  if (typeOnly !== undefined) done.typeOnly = typeOnly;
  return done;
}
