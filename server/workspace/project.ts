import { linkFile, linkOn } from '../linker/linked-file.ts';
import type { ModelChanges } from '../model/changes.ts';
import type { DeploymentModel, FlowModel, LinkedFile, ProjectModel, ServerFacts } from '../model/entities.ts';
import type { Effect } from '../model/sdk.ts';
import type { FileModel } from '../model/file.ts';
import { fullNameOf } from '../model/deployment-name.ts';
import { perFile } from '../model/per-file.ts';
import type { FileNames } from './name-index.ts';
import { areSame, NameIndex } from './name-index.ts';

/** Where a project's models and specifiers come from. */
export interface ProjectSource {
  /** The files that can have to do with flows. */
  paths(): Iterable<string>;
  /** The model of any file of the project, read when it is asked for. */
  model(path: string): FileModel | undefined;
  /** What may be something else in the model than in an earlier one; undefined when all may be. */
  changesSince(path: string, model: FileModel): ModelChanges | undefined;
  resolve(from: string, specifier: string): string | undefined;
  /** Whether a file imports an SDK, or a file that does. */
  reachesSdk(path: string): boolean;
  /** What the functions of a file may do, itself or by the files that it imports. */
  effectsOf(path: string): readonly Effect[];
  /** The files that import a file. */
  importersOf(path: string): Iterable<string>;
  sdkVersions(): readonly { readonly path: string; readonly version: string }[];
}

/**
 * The linked files of a project. A change drops what has followed the file that changed; all else stays. The names of
 * all files are always known; which files are linked besides them is a question of memory only.
 */
export class Project implements ProjectModel {
  readonly #source: ProjectSource;
  #linked = new Map<string, LinkedFile | undefined>();
  /** Files of which nothing but their own text has changed since they were linked. */
  #edited = new Map<string, LinkedFile>();
  readonly #names = new NameIndex();
  readonly #stale = new Set<string>();
  /** Files that have changed, and the types that these declared before, as far as they are known: values are checked against them also where nobody imports them. */
  readonly #edits = new Set<string>();
  readonly #types = new Map<string, string>();
  /** The shapes of the flows of the file that was named last: while it is typed into, most of them stay what they are. */
  #shapes: ReadonlyMap<FlowModel, string> = new Map();
  #named = false;
  /** When each file, or one that it imports, has last changed; and when names or parameters of any file have. */
  readonly #touched = new Map<string, number>();
  #changes = 0;
  #lastNamed = 0;
  server: ServerFacts | undefined;

  constructor(source: ProjectSource) {
    this.#source = source;
  }

  /** How many files are linked now. */
  get size(): number {
    return this.#linked.size;
  }

  file(path: string): LinkedFile | undefined {
    if (this.#linked.has(path)) return this.#linked.get(path);
    const model = this.#source.model(path);
    const linked = model && (this.#linkedOn(path, model) ?? this.#link(path, model));
    this.#linked.set(path, linked);
    return linked;
  }

  #link(path: string, model: FileModel): LinkedFile {
    return linkFile(path, model, {
      resolve: (from, specifier) => this.#source.resolve(from, specifier),
      file: (other) => this.file(other),
      reachesSdk: (other) => this.#source.reachesSdk(other),
      effectsOf: (other) => this.#source.effectsOf(other),
    });
  }

  /** A file as it was linked before it was edited, where most of that is still so. */
  #linkedOn(path: string, model: FileModel): LinkedFile | undefined {
    const linked = this.#edited.get(path);
    this.#edited.delete(path);
    const changes = linked && this.#source.changesSince(path, linked.model);
    return linked && changes && linkOn(linked, model, changes);
  }

  *files(): Iterable<LinkedFile> {
    this.#settle();
    for (const path of this.#names.paths()) {
      const file = this.file(path);
      if (file?.usesSdk === true) yield file;
    }
  }

  flowsNamed(name: string): readonly FlowModel[] {
    this.#settle();
    return this.#names.withFlow(name).flatMap((path) => {
      const file = this.file(path);
      return (file && flowsByName(file).get(name)) ?? [];
    });
  }

  deploymentsNamed(fullName: string): readonly DeploymentModel[] {
    this.#settle();
    return this.#names
      .withDeployment(fullName)
      .flatMap((path) => this.file(path)?.deployments.filter((deployment) => fullNameOf(deployment) === fullName) ?? []);
  }

  /** The files that have a flow or deployment of some name; reads none of them. */
  pathsWith(kind: 'flow' | 'deployment', name: string): readonly string[] {
    this.#settle();
    return kind === 'flow' ? this.#names.withFlow(name) : this.#names.withDeployment(name);
  }

  deploymentNames(): readonly string[] {
    this.#settle();
    return this.#names.deployments();
  }

  *flows(): Iterable<FlowModel> {
    for (const { flows } of this.files()) yield* flows;
  }

  *deployments(): Iterable<DeploymentModel> {
    for (const { deployments } of this.files()) yield* deployments;
  }

  resolvePath(from: string, path: string): string | undefined {
    return this.#source.resolve(from, path.startsWith('.') || path.startsWith('/') ? path : `./${path}`);
  }

  sdkVersions(): readonly { readonly path: string; readonly version: string }[] {
    return this.#source.sdkVersions();
  }

  /** How many flows have a name; reads no file. */
  get namedFlows(): number {
    return this.#names.paths().reduce((sum, path) => sum + (this.#names.of(path)?.flows.length ?? 0), 0);
  }

  /** The names of a file, as they are kept between two runs. */
  namesOf(path: string): FileNames | undefined {
    return this.#names.of(path);
  }

  /** Takes names that are known from an earlier run, or finds them. */
  name(path: string, known?: FileNames): void {
    this.#named = true;
    this.#setNames(path, known ?? this.#namesIn(path));
  }

  #setNames(path: string, names: FileNames | undefined): void {
    if (names === undefined) this.#names.remove(path);
    else this.#names.set(path, names);
  }

  /** Forgets what was linked of a file and of all that import it, also through others. */
  changed(path: string): void {
    this.#changes += 1;
    const before = this.#linked.get(path) ?? this.#edited.get(path);
    if (before !== undefined && !this.#types.has(path)) this.#types.set(path, JSON.stringify(before.model.types));
    this.#edits.add(path);
    for (const affected of this.#withImporters(path)) {
      this.#touched.set(affected, this.#changes);
      this.#linked.delete(affected);
      this.#edited.delete(affected);
      const names = this.#names.of(affected);
      if (affected === path || names?.elsewhere === true || names?.deployments.length !== 0) this.#stale.add(affected);
    }
  }

  /** The same where only the text of an open document has changed: most of what was linked of it may stay, unless what it imports imports it. */
  edited(path: string): void {
    const linked = this.#linked.get(path) ?? this.#edited.get(path);
    this.changed(path);
    if (linked !== undefined && !this.#importsItself(path)) this.#edited.set(path, linked);
  }

  /** The files that use an SDK or declare deployments; none of them is read. */
  paths(): readonly string[] {
    this.#settle();
    return this.#names.paths();
  }

  /** Stays the same as long as nothing has changed that a rule can see from a file. */
  stampOf(path: string): string {
    this.#settle();
    return `${this.#touched.get(path) ?? 0}.${this.#lastNamed}`;
  }

  /** Forgets what is linked of the files that are not kept; names stay. */
  forget(keeps: (path: string) => boolean = () => false): void {
    // The tables of a map that is only emptied keep young objects alive until the next full collection.
    this.#linked = new Map([...this.#linked].filter(([path]) => keeps(path)));
    this.#edited = new Map();
  }

  /** Forgets everything: files have come or gone. */
  reset(): void {
    this.forget();
    this.#names.clear();
    this.#stale.clear();
    this.#edits.clear();
    this.#types.clear();
    this.#named = false;
    this.#changes += 1;
    this.#lastNamed = this.#changes;
  }

  /** Whether a file imports itself, also through others. */
  #importsItself(path: string): boolean {
    for (const importer of this.#withImporters(path))
      for (const further of this.#source.importersOf(importer)) if (further === path) return true;
    return false;
  }

  #withImporters(path: string): Set<string> {
    const found = new Set([path]);
    for (const next of found) for (const importer of this.#source.importersOf(next)) found.add(importer);
    return found;
  }

  /** Names files that have changed; when their own names are others now, also those that import them. */
  #settle(): void {
    if (!this.#named) for (const path of this.#source.paths()) this.name(path);
    for (const path of this.#stale) {
      const names = this.#namesIn(path);
      if (areSame(names, this.#names.of(path))) continue;
      this.#setNames(path, names);
      this.#lastNamed = this.#changes;
      for (const importer of this.#withImporters(path)) if (this.#names.of(importer) !== undefined) this.name(importer);
    }
    this.#stale.clear();
    for (const path of this.#edits) if (this.#isImported(path) && this.#hasOtherTypes(path)) this.#lastNamed = this.#changes;
    this.#edits.clear();
  }

  /** Whether a file with flows imports one, also through others. */
  #isImported(path: string): boolean {
    return [...this.#withImporters(path)].some((other) => other !== path && this.#names.of(other) !== undefined);
  }

  #hasOtherTypes(path: string): boolean {
    const before = this.#types.get(path);
    const now = JSON.stringify(this.#source.model(path)?.types ?? {});
    this.#types.set(path, now);
    return now !== before;
  }

  #namesIn(path: string): FileNames | undefined {
    const file = this.file(path);
    if (file?.usesSdk !== true) return undefined;
    const shapes = new Map(file.flows.map((flow) => [flow, this.#shapes.get(flow) ?? JSON.stringify(shapeOf(flow))]));
    this.#shapes = shapes;
    return {
      flows: file.flows.flatMap(({ name }) => name ?? []),
      deployments: file.deployments.flatMap((deployment) => fullNameOf(deployment) ?? []),
      shape: [...shapes.values(), ...file.deployments.map(({ options }) => options?.value.members.length)].join(','),
      elsewhere: file.flows.some(({ namedElsewhere }) => namedElsewhere),
    };
  }
}

const flowsByName = perFile(({ flows }) => Map.groupBy(flows, ({ name }) => name));

/** What other files can see of a flow without importing it. */
const shapeOf = ({ exportedAs, parameters }: FlowModel): unknown => [
  exportedAs,
  parameters.open,
  parameters.fields.map(({ name, required, type }) => [name, required, type]),
];
