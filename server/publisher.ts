import type { Diagnostic } from 'vscode-languageserver-types';
import { sparingMemory } from './memory.ts';
import { TimeSlice } from './workspace/time-slice.ts';

/** What the publisher needs to know, and where it tells. */
export interface PublisherPorts {
  /** The files that may have diagnostics; walked in pieces. */
  paths(): Iterable<string>;
  /** The diagnostics of a file as it is now; none for one that is gone. */
  diagnostics(path: string): readonly Diagnostic[];
  /** Undefined for a client that asks itself: then nothing is looked at before it does. */
  readonly publish: Publish | undefined;
  /** Called when nothing has changed for a moment, and all that there was to tell is told. */
  settled(): void;
}

type Publish = (path: string, diagnostics: readonly Diagnostic[]) => void;

/** Stands for what a client has been told and may have forgotten: differs from all that can be told. */
const forgotten = 'forgotten';

/** Milliseconds without a change before other files are looked at again. */
const quiet = 120;

/**
 * Tells diagnostics to clients that do not ask for them. The file that changed is told at once; all others, which may be
 * right or wrong now because of it, follow in pieces when nothing changes for a moment. What has not changed is not told again.
 */
export class Publisher {
  readonly #ports: PublisherPorts;
  readonly #told = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #walk = 0;
  #started = false;
  #hasToldAll = false;

  constructor(ports: PublisherPorts) {
    this.#ports = ports;
  }

  /** From now on there is something true to tell: the files are known. */
  start(): void {
    this.#started = true;
    this.changed();
  }

  /** A file has changed, or, without a path, something that all files depend on. */
  changed(path?: string): void {
    if (!this.#started) return;
    if (path !== undefined && this.#ports.publish !== undefined) this.#tell(path, this.#ports.publish);
    clearTimeout(this.#timer);
    this.#walk++;
    this.#timer = setTimeout(() => void this.#tellAll(this.#walk), quiet);
  }

  /** Tells all of a file again, whatever has been told. */
  forget(path: string): void {
    if (this.#told.has(path)) this.#told.set(path, forgotten);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#walk++;
    this.#started = false;
  }

  async #tellAll(walk: number): Promise<void> {
    const { publish } = this.#ports;
    if (publish !== undefined) {
      const told = (): Promise<boolean> => this.#walked(walk, publish);
      if (!(await (this.#hasToldAll ? told() : sparingMemory(told)))) return;
      this.#hasToldAll = true;
    }
    this.#ports.settled();
  }

  /** Tells of all files; false when something has changed meanwhile, so that another walk begins. */
  async #walked(walk: number, publish: Publish): Promise<boolean> {
    const gone = new Set(this.#told.keys());
    const slice = new TimeSlice();
    for (const path of this.#ports.paths()) {
      gone.delete(path);
      this.#tell(path, publish);
      if (!slice.isOver) continue;
      await slice.pause();
      if (walk !== this.#walk) return false;
    }
    for (const path of gone) this.#tell(path, publish);
    return true;
  }

  #tell(path: string, publish: Publish): void {
    const diagnostics = this.#ports.diagnostics(path);
    const text = diagnostics.length === 0 ? '' : JSON.stringify(diagnostics);
    if ((this.#told.get(path) ?? '') === text) return;
    if (text === '') this.#told.delete(path);
    else this.#told.set(path, text);
    publish(path, diagnostics);
  }
}
