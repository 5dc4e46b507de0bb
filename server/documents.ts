import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { offsetAt } from './features/locations.ts';
import { isRecord } from './model/records.ts';
import type { Workspace } from './workspace/workspace.ts';

/** Keeps the open documents of a workspace as the editor says they are, in the order in which it says so. */
export class Documents {
  readonly versions = new Map<string, number>();
  readonly #failed: (error: unknown) => void;
  #workspace: Workspace;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();

  /** `failed` hears of what a client says and nobody can follow, such as a document without a text; all else goes on. */
  constructor(workspace: Workspace, failed: (error: unknown) => void) {
    this.#workspace = workspace;
    this.#failed = failed;
  }

  /** Resolves when everything said so far has been taken. */
  get settled(): Promise<void> {
    return this.#queue;
  }

  open(path: string, version: number, text: string, done: () => void): void {
    this.versions.set(path, version);
    this.#later(() => this.#workspace.open(path, textIn({ text })), done);
  }

  /** Takes changes at once, unless a document is still being opened: then after it. Of one that nobody has opened there is nothing to change. */
  change(path: string, version: number, changes: readonly TextDocumentContentChangeEvent[], done: () => void): void {
    if (!this.versions.has(path)) return;
    this.versions.set(path, version);
    this.#inOrder(() => {
      for (const change of changes) this.#apply(path, change);
      done();
    });
  }

  close(path: string, done: () => void): void {
    this.versions.delete(path);
    this.#inOrder(() => {
      this.#workspace.close(path);
      done();
    });
  }

  /** Opens all open documents in another workspace, as they are when everything said before has been taken: the folders have changed. */
  moveTo(workspace: Workspace): Promise<void> {
    this.#later(async () => {
      const texts = [...this.versions.keys()].map((path) => [path, this.#workspace.textOf(path)] as const);
      this.#workspace = workspace;
      for (const [path, text] of texts) if (text !== undefined) await workspace.open(path, text);
    });
    return this.#queue;
  }

  /** What is said meanwhile waits until this is done. */
  #later(step: () => Promise<void>, done = (): void => {}): void {
    this.#waiting++;
    this.#queue = this.#queue
      .then(step)
      .finally(() => this.#waiting--)
      .then(done)
      .catch(this.#failed);
  }

  #inOrder(step: () => void): void {
    if (this.#waiting === 0) step();
    else this.#queue = this.#queue.then(step).catch(this.#failed);
  }

  #apply(path: string, change: TextDocumentContentChangeEvent): void {
    // Some clients write what is absent as null.
    if (!('range' in change) || !isRecord(change.range)) {
      this.#workspace.change(path, textIn(change));
      return;
    }
    const lineStarts = this.#workspace.lineStartsOf(path);
    const text = this.#workspace.textOf(path) ?? '';
    const offsets = [change.range.start, change.range.end].map((position) => offsetAt(lineStarts, position, text));
    this.#workspace.change(path, [{ start: Math.min(...offsets), end: Math.max(...offsets), text: textIn(change) }]);
  }
}

/** Throws where a client sends anything else. */
function textIn({ text }: { readonly text: unknown }): string {
  if (typeof text !== 'string') throw new TypeError(`A document's text is ${typeof text}, not a string.`);
  return text;
}
