import type ts from '@ts-morph/common/dist/typescript.js';
import type {
  Access,
  Binding,
  Call,
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

/** A binding while its file is read: each assignment adds a value. */
export interface OpenBinding extends Omit<Binding, 'value'> {
  values: Value[];
  /** For the variable of a catch clause: whether the error goes anywhere but into a log. */
  used?: boolean;
}

/** A function while it is read. */
export type OpenFunction = { -readonly [K in keyof FunctionModel]: FunctionModel[K] } & { returns: Value[] };

/** What `this` means at a place. */
export type ThisMeaning = { readonly kind: 'class' | 'instance'; readonly class: number } | undefined;

/** The parts of the walk that call each other; they meet here, so that no file imports another in a circle. */
export interface Walkers {
  expression(x: Extraction, node: ts.Expression, usage: Usage): Value;
  /** Any node: a statement, or an expression whose value goes nowhere. */
  visit(x: Extraction, node: ts.Node): void;
  /** The statements of a block, in a scope that is already there. */
  statements(x: Extraction, statements: readonly ts.Statement[]): void;
  functionValue(x: Extraction, node: ts.FunctionLikeDeclaration): Value;
}

/** All that is collected while one file is walked once, and where the walk is. */
export class Extraction {
  readonly source: ts.SourceFile;
  readonly bindings: OpenBinding[] = [];
  readonly functions: OpenFunction[] = [];
  readonly classes: ClassModel[] = [];
  readonly calls: Call[] = [];
  readonly accesses: Access[] = [];
  readonly references: ReferenceUse[] = [];
  readonly writes: Write[] = [];
  readonly loops: Loop[] = [];
  readonly tries: Try[] = [];
  readonly exports: Export[] = [];
  readonly types: Record<string, TypeDeclaration> = {};
  readonly scopes: Map<string, number>[] = [new Map()];
  place: Place = { function: -1 };
  self: ThisMeaning;
  /** What the type parameters that are in sight extend. */
  typeParameters: ReadonlyMap<string, TypeModel> = new Map();
  /** Declarations at the top of the file whose bodies have to do with nothing. */
  irrelevant: ReadonlySet<ts.Node> = new Set();
  /** The bindings that are being asked where they lead, so that circles end. */
  readonly asked = new Set<OpenBinding>();
  /** Whether the functions that are walked go where nothing follows them: then only what they do matters. */
  lean = false;
  /** How many calls of loggers are around. */
  logging = 0;
  /** The documentation above the statement that is walked, for the functions directly in it. */
  documentation: string | undefined;

  readonly #walkers: Walkers;

  constructor(source: ts.SourceFile, walkers: Walkers) {
    this.source = source;
    this.#walkers = walkers;
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
    return { start: node.getStart(this.source), end: node.end };
  }

  /** Declares a name in the innermost scope. */
  declare(name: ts.Identifier, kind: Binding['kind'], more: Partial<OpenBinding> = {}): number {
    const index = this.bindings.length;
    this.bindings.push({ name: name.text, span: this.span(name), kind, function: this.place.function, values: [], ...more });
    this.scopes.at(-1)?.set(name.text, index);
    return index;
  }

  lookup(name: string): number | undefined {
    for (let depth = this.scopes.length - 1; depth >= 0; depth -= 1) {
      const found = this.scopes[depth]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  binding(index: number): OpenBinding {
    const found = this.bindings[index];
    if (found === undefined) throw new RangeError(`No binding ${index}.`);
    return found;
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

/** Usages that carry nothing more. */
export const use = (as: Usage['as']): Usage => ({ as, awaited: false });
