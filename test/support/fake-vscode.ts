import type { Disposable as Subscription } from '../../client/emitter.ts';
import { Emitter } from '../../client/emitter.ts';
import { translatedBy } from '../../client/l10n.ts';

/**
 * Stands for the module `vscode` in tests of the adapters: as much of it as they use, and what they did to it. Real windows
 * are in `test/e2e/vscode`.
 */
type Listener<T> = (value: T) => void;

export { Emitter as EventEmitter } from '../../client/emitter.ts';

export class Disposable {
  readonly #end: () => void;

  constructor(end: () => void) {
    this.#end = end;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }

  dispose(): void {
    this.#end();
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class MarkdownString {
  readonly value: string;
  readonly supportThemeIcons: boolean;
  constructor(value: string, supportThemeIcons = false) {
    this.value = value;
    this.supportThemeIcons = supportThemeIcons;
  }
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class Range {
  readonly startLine: number;
  readonly startCharacter: number;
  constructor(startLine: number, startCharacter: number) {
    this.startLine = startLine;
    this.startCharacter = startCharacter;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: { title: string; command: string; arguments: unknown[] };
  constructor(range: Range, command: CodeLens['command']) {
    this.range = range;
    this.command = command;
  }
}

export class Diagnostic {
  readonly range: Range;
  readonly message: string;
  constructor(range: Range, message: string) {
    this.range = range;
    this.message = message;
  }
}

export class Uri {
  readonly scheme: string;
  readonly fsPath: string;
  constructor(scheme: string, fsPath: string) {
    this.scheme = scheme;
    this.fsPath = fsPath;
  }

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static parse(text: string): Uri {
    const [scheme = '', path = ''] = text.split(':', 2);
    return new Uri(scheme, path);
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, [base.fsPath, ...parts].join('/'));
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const DiagnosticSeverity = { Error: 0 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const l10n = { t: translatedBy({}) };

interface TreeDataProvider {
  onDidChangeTreeData: (listener: Listener<string[] | undefined>) => Subscription;
  getTreeItem(id: string): TreeItem & Record<string, unknown>;
  getChildren(id: string | undefined): Promise<string[]>;
}

/** A view as the editor has it: what it draws, and whether it is seen. */
export class FakeView {
  readonly provider: TreeDataProvider;
  readonly visibility = new Emitter<{ visible: boolean }>();
  /** What the editor was told to draw again. */
  readonly drawn: (readonly string[] | 'all')[] = [];
  readonly onDidChangeVisibility = this.visibility.event;
  readonly collapsed = new Emitter<{ element: string }>();
  readonly onDidCollapseElement = this.collapsed.event;
  visible = true;
  badge: { value: number } | undefined;
  messages: string[] = [];

  constructor(provider: TreeDataProvider) {
    this.provider = provider;
    provider.onDidChangeTreeData((ids) => {
      // The editor takes an empty list for no change.
      if (ids?.length !== 0) this.drawn.push(ids ?? 'all');
    });
  }

  get message(): string {
    return this.messages.at(-1) ?? '';
  }

  set message(text: string) {
    this.messages.push(text);
  }

  show(visible: boolean): void {
    this.visible = visible;
    this.visibility.fire({ visible });
  }

  dispose(): void {
    this.visibility.dispose();
  }
}

interface Document {
  uri: Uri;
}

/** What a text editor shows beside its lines. */
export class FakeTextEditor {
  readonly document: Document;
  readonly decorations = new Map<object, number[]>();

  constructor(path: string) {
    this.document = { uri: Uri.file(path) };
  }

  setDecorations(type: object, ranges: readonly Range[]): void {
    this.decorations.set(
      type,
      ranges.map(({ startLine }) => startLine),
    );
  }
}

interface LensProvider {
  provideCodeLenses(document: Document): Promise<CodeLens[]>;
}

type Command = (...values: unknown[]) => unknown;

/** What the extension did to the editor. */
export const done = {
  views: new Map<string, FakeView>(),
  items: [] as Record<string, unknown>[],
  /** Commands that were executed, as `name argument argument`. */
  executed: [] as string[],
  commands: new Map<string, Command>(),
  messages: [] as string[],
  /** The button that is pressed on the next message. */
  pressed: undefined as string | undefined,
  lenses: [] as { selector: readonly unknown[]; provider: LensProvider }[],
  /** Of the collection that was made last. */
  diagnostics: new Map<string, Diagnostic[]>(),
  found: [] as Uri[],
  folder: '/project',
  watcher: { created: new Emitter<Uri>(), changed: new Emitter<Uri>(), deleted: new Emitter<Uri>() },
};

const editors = new Emitter<undefined>();

export const window = {
  visibleTextEditors: [] as FakeTextEditor[],
  onDidChangeVisibleTextEditors: editors.event,
  createTreeView(id: string, { treeDataProvider }: { treeDataProvider: TreeDataProvider }): FakeView {
    const view = new FakeView(treeDataProvider);
    done.views.set(id, view);
    return view;
  },
  createStatusBarItem(id: string): Record<string, unknown> {
    const item = { id, show: () => undefined, dispose: () => undefined };
    done.items.push(item);
    return item;
  },
  createTextEditorDecorationType: ({ gutterIconPath }: { gutterIconPath: Uri }) => ({
    icon: gutterIconPath.fsPath,
    dispose: () => undefined,
  }),
  async showErrorMessage(message: string, ...actions: string[]): Promise<string | undefined> {
    done.messages.push([message, ...actions].join(' | '));
    return done.pressed;
  },
};

export const commands = {
  async executeCommand(...values: unknown[]): Promise<void> {
    done.executed.push(values.map(String).join(' '));
  },
  registerCommand(id: string, command: Command): Disposable {
    done.commands.set(id, command);
    return new Disposable(() => void done.commands.delete(id));
  },
};

export const languages = {
  registerCodeLensProvider(selector: readonly unknown[], provider: LensProvider): Disposable {
    done.lenses.push({ selector, provider });
    return new Disposable(() => undefined);
  },
  createDiagnosticCollection() {
    const own = new Map<string, Diagnostic[]>();
    done.diagnostics = own;
    return {
      clear: () => own.clear(),
      set: (uri: Uri, found: Diagnostic[]) => void own.set(uri.fsPath, found),
      dispose: () => own.clear(),
    };
  },
  createLanguageStatusItem(id: string, selector: unknown): Record<string, unknown> {
    const item = { id, selector, dispose: () => undefined };
    done.items.push(item);
    return item;
  },
};

export const workspace = {
  createFileSystemWatcher: () => ({
    onDidCreate: done.watcher.created.event,
    onDidChange: done.watcher.changed.event,
    onDidDelete: done.watcher.deleted.event,
    dispose: () => undefined,
  }),
  onDidChangeWorkspaceFolders: new Emitter<undefined>().event,
  findFiles: async () => done.found,
  getWorkspaceFolder: ({ fsPath }: Uri) => (fsPath.startsWith(done.folder) ? { uri: Uri.file(done.folder) } : undefined),
};
