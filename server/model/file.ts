import type { Span } from './span.ts';
import type { ItemValue, MemberValue, ObjectValue, ReferenceValue, TypeModel, Value } from './value.ts';

/** The languages of flow projects. */
export type Language = 'typescript' | 'javascript' | 'python' | 'yaml';

/**
 * One file, or one fence of a Markdown file, in plain data: what linking and rules need, and no syntax tree. It is
 * kept for every file of a project and stored in the cache, so it is JSON and holds little.
 */
export interface FileModel {
  readonly language: Language;
  /** Where lines begin; in a fence, those of the whole document. */
  readonly lineStarts: readonly number[];
  readonly bindings: readonly Binding[];
  readonly functions: readonly FunctionModel[];
  readonly classes: readonly ClassModel[];
  readonly calls: readonly Call[];
  readonly accesses: readonly Access[];
  readonly references: readonly ReferenceUse[];
  readonly writes: readonly Write[];
  readonly loops: readonly Loop[];
  readonly tries: readonly Try[];
  readonly exports: readonly Export[];
  readonly types: Readonly<Record<string, TypeDeclaration>>;
  readonly directives: readonly Directive[];
  /** Deployments that a configuration file declares. */
  readonly deployments: readonly ConfiguredDeployment[];
  /** Whether the text has syntax errors where something is read: what stands beside them may be read wrongly. */
  readonly broken: boolean;
  /** Whether the text is nested too deeply for its parser, so that nothing of it is known. */
  readonly unreadable?: true;
}

/** A declared name. `function` is the place of the function around it, -1 at the top of the file. */
export interface Binding {
  readonly name: string;
  readonly span: Span;
  readonly kind: 'import' | 'const' | 'variable' | 'parameter' | 'function' | 'class';
  readonly function: number;
  readonly value?: Value;
  readonly type?: TypeModel;
  /** What it has been given as a list, map, object or class. */
  readonly added?: readonly Value[];
  /** For an import that exists only for types. */
  readonly typeOnly?: boolean;
}

/** A function; `returns` holds what it returns, also the expression of an arrow function. */
export interface FunctionModel {
  /** Its place among the functions of the file. */
  readonly index: number;
  readonly span: Span;
  readonly body?: Span;
  readonly name?: string;
  readonly async: boolean;
  readonly generator: boolean;
  readonly expression: boolean;
  readonly parent: number;
  readonly parameters: readonly Parameter[];
  readonly returns: readonly Value[];
  /** What a generator yields. */
  readonly yields?: readonly Value[];
  readonly returnType?: TypeModel;
  readonly generic?: GenericSignature;
  /** The text of its documentation, and of each parameter in it. */
  readonly documentation?: string;
  readonly parameterDocumentation?: Readonly<Record<string, string>>;
}

/**
 * The types of a function that has type parameters, or of a method or constructor in a class that has some, with their names in
 * them; elsewhere what they extend stands for them.
 */
export interface GenericSignature {
  /** The function's own, or those of the class that the constructor makes. */
  readonly typeParameters: readonly { readonly name: string; readonly default?: TypeModel }[];
  readonly parameters: readonly (TypeModel | undefined)[];
  readonly returns?: TypeModel;
}

/** A parameter: by its name, or by the pattern that takes an object apart. */
export interface Parameter {
  readonly name?: string;
  readonly fields?: readonly ParameterField[];
  /** Whether the pattern collects the rest. */
  readonly open?: boolean;
  readonly type?: TypeModel;
  readonly optional: boolean;
  readonly rest: boolean;
  readonly default?: Value;
  readonly span: Span;
}

/** A name that a pattern takes out of an object. */
export interface ParameterField {
  readonly name: string;
  readonly span: Span;
  readonly default?: Value;
}

/** A member of a class; one with a `key` is named by what that is, which only other files say. */
export interface ClassMember {
  readonly name: string;
  /** Where the class itself declares it or gives it a value. */
  readonly nameSpan?: Span;
  readonly key?: Value;
  readonly value: Value;
  /** The declared type with the names of the class's type parameters in it, where it has some. */
  readonly type?: TypeModel;
}

/** A class: what it has itself, and what its instances have. */
export interface ClassModel {
  readonly name?: string;
  readonly span: Span;
  readonly statics: readonly ClassMember[];
  readonly instance: readonly ClassMember[];
  readonly extends?: Value;
  /** What it gives the type parameters of what it extends, with the names of its own in it. */
  readonly extendsWith?: readonly TypeModel[];
  /** What its constructor takes, where it has type parameters. */
  readonly generic?: GenericSignature;
}

/** Where something stands: in which function, loops (outermost first) and try block. */
export interface Place {
  /** -1 at the top of the file. */
  readonly function: number;
  readonly loops?: readonly number[];
  readonly try?: number;
  /** Under a check that the file is the program that was started (`import.meta.main`). */
  readonly mainOnly?: boolean;
  /** In a field of a class: it happens whenever one is made. */
  readonly inField?: true;
  /** In a branch of the function around it: there may be a run without it. */
  readonly conditional?: boolean;
}

/** A call that is recorded, as it may be one of an SDK, or one that a rule asks about. */
export interface Call extends Place {
  readonly span: Span;
  readonly callee: Value;
  readonly calleeSpan: Span;
  readonly arguments: readonly Value[];
  readonly argumentsSpan: Span;
  readonly typeArguments?: readonly TypeModel[];
  readonly isNew: boolean;
  readonly usage: Usage;
  /** The text of the documentation above the statement or member, for a call with several arguments that stands directly in it. */
  readonly documentation?: string;
}

/** What becomes of the value of an expression. */
export interface Usage {
  readonly as:
    | 'discarded'
    | 'voided'
    | 'returned'
    | 'variable'
    | 'assigned'
    | 'argument'
    | 'callee'
    | 'member'
    | 'element'
    | 'property'
    | 'operand'
    /** Beside what is no text, number or boolean, in `===` and the like: whether it is the same, or there at all. */
    | 'compared'
    | 'template'
    | 'condition'
    | 'iterated'
    | 'spread'
    | 'thrown'
    | 'yielded'
    | 'exported'
    | 'other';
  /** For `condition`: whether the opposite is asked for. */
  readonly negated?: boolean;
  /** Whether it is awaited first. */
  readonly awaited: boolean;
  /** The span of the await expression, where it is awaited. */
  readonly awaitSpan?: Span;
  /** The member that is read, for `member`, where its name is known. */
  readonly member?: string;
  /** The call that it goes into, for `argument`; -1 where that call was not recorded. */
  readonly call?: number;
  /** The variable that it goes into, for `variable` and the `operand` of `+=`; the one whose member it becomes, for `assigned`. */
  readonly binding?: number;
}

/** A member that is read from something without being called, of the names that rules ask for. */
export interface Access extends Place {
  readonly object: Value;
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly usage: Usage;
}

/** A use of a variable whose value came out of a recorded call. */
export interface ReferenceUse extends Place {
  /** The variable, or something in what a variable or `this` holds: `futures[0] + 1`. */
  readonly used: ReferenceValue | MemberValue | ItemValue;
  readonly usage: Usage;
}

/** A change of a variable that belongs to a function further out, or of what it holds. */
export interface Write extends Place {
  readonly binding: number;
  readonly how: 'assign' | 'member' | 'method';
  readonly span: Span;
}

/** A loop; callbacks of `map` and the like are none. */
export interface Loop {
  readonly kind: 'for' | 'for-of' | 'for-in' | 'while' | 'do';
  readonly span: Span;
  readonly function: number;
  /** For `while (true)` and `for (;;)`. */
  readonly endless: boolean;
  /** Whether it may end before its time: by `break` or `return`. */
  readonly left?: true;
}

/** A `try` statement with what its handler does with the error; without one the error goes on. */
export interface Try extends Place {
  readonly span: Span;
  readonly block: Span;
  readonly handler?: {
    readonly span: Span;
    readonly rethrows: boolean;
    /** Whether the error is handed on: returned, stored, given to a function that is not a logger. */
    readonly uses: boolean;
    /** Whether the handler returns. */
    readonly returns: boolean;
    /** Whether it leaves the loop around it. */
    readonly leaves?: boolean;
  };
}

/** A name that other files can import: a value, or something of yet another module (`*` for all of it). */
export type Export =
  | { readonly name: string; readonly span: Span; readonly value: Value }
  | {
      readonly name: string;
      readonly span: Span;
      readonly from: string;
      readonly imported: string;
      /** For one that exists only for types. */
      readonly typeOnly?: true;
    };

/** An interface, alias or enum at any place of the file, with the names of its parameters. */
export interface TypeDeclaration {
  readonly type: TypeModel;
  readonly span: Span;
  readonly parameters: readonly string[];
  /** What stands for a parameter that is not given; `unknown` where nothing is said. */
  readonly defaults?: readonly TypeModel[];
  readonly extends: readonly TypeModel[];
  readonly description?: string;
}

/** A comment that silences rules: `millrace-disable-next-line rule-a, rule-b: reason`. */
export interface Directive {
  readonly kind: 'next-line' | 'line' | 'file';
  readonly rules: readonly string[];
  readonly reason: string;
  readonly span: Span;
  /** The line that it silences; -1 for the whole file. */
  readonly line: number;
}

/** A deployment in `prefect.yaml`: all that it says, as an object with language-neutral names. */
export interface ConfiguredDeployment {
  readonly options: ObjectValue;
  readonly span: Span;
}
