import type { JsonObject } from '../runtime/core/json.ts';
import type { Event } from './emitter.ts';

/** A row of a quick pick. */
export interface Choice<T> {
  label: string;
  value: T;
  description?: string;
  detail?: string;
  /** Chosen beforehand where several may be. */
  picked?: boolean;
}

/** What a question for a text looks like. */
export interface Question {
  title: string;
  prompt?: string;
  value?: string;
  placeholder?: string;
  /** Hides what is typed. */
  secret?: boolean;
  /** The fault of a text, in words; undefined when it has none. */
  validate?(text: string): string | undefined;
}

/** Where something stands in a file; lines and characters count from 0. */
export interface Place {
  path: string;
  line: number;
  character: number;
}

/** Says how far a task has come. */
export type Report = (message: string) => void;

/** How commands speak with the person at the editor. */
export interface Ui {
  /** Asks before something that cannot be undone; true when `action` was chosen. */
  confirm(message: string, detail: string, action: string): Promise<boolean>;
  pick<T>(title: string, choices: readonly Choice<T>[]): Promise<T | undefined>;
  pickMany<T>(title: string, choices: readonly Choice<T>[]): Promise<T[] | undefined>;
  ask(question: Question): Promise<string | undefined>;
  /** Shows a message; resolves to the action that was chosen, if any. */
  notify(kind: 'information' | 'warning' | 'error', message: string, ...actions: string[]): Promise<string | undefined>;
  /** Shows that a task is under way; its signal is aborted when the person cancels. */
  progress<T>(title: string, work: (report: Report, signal: AbortSignal) => Promise<T>): Promise<T>;
  openPlace(place: Place): Promise<void>;
  /** Opens a document of ours, as `millrace-run:…`. */
  openDocument(uri: string): Promise<void>;
  /** Shows a text under a name, to be read and not to be saved. */
  showText(name: string, text: string, language: string): Promise<void>;
  /** Asks for a file to write to and writes it; its path, or undefined when none was chosen. */
  save(name: string, text: string): Promise<string | undefined>;
  copy(text: string): Promise<void>;
  /** Runs a command of the editor. */
  execute(command: string, ...args: readonly unknown[]): Promise<void>;
}

/** Settings of the person and the workspace, as package.json declares them. */
export interface Settings {
  readonly home: string;
  readonly serverPort: number;
  readonly defaultPool: string;
  readonly workerLimit: number;
  readonly codeLens: boolean;
  readonly failureDiagnostics: boolean;
  readonly notifications: 'all' | 'failures' | 'none';
  readonly onDidChange: Event<undefined>;
  /** Changes a setting of this person, by its name after `millrace.`. */
  update(name: string, value: unknown): Promise<void>;
}

/** Values that must not be read by others. */
export interface Secrets {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Values that outlive the window. */
export interface Memento {
  get<T>(key: string, initial: T): T;
  set(key: string, value: unknown): Promise<void>;
}

/** Where the extension says what it does. */
export interface Log {
  info(text: string): void;
  error(text: string): void;
}

/** Time and timers, so that tests need not wait. */
export interface Timers {
  now(): number;
  /** Calls back once after so many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The folders that are open, and whether their code may be executed. */
export interface Workspace {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  /** Writes a new file with its folders. Throws `conflict` when there is one. */
  create(path: string, text: string): Promise<void>;
  /** The text of a file; empty when there is none. */
  read(path: string): Promise<string>;
  /** Writes a file with its folders. */
  write(path: string, text: string): Promise<void>;
}

/** A form for parameters or for the answer to a run, and what happens with them. */
export interface FormRequest {
  title: string;
  /** What is asked, above the inputs. */
  description?: string | undefined;
  /** What the button does. */
  action: string;
  /** JSON Schema of the parameters; without it the form takes JSON. */
  schema: JsonObject | undefined | null;
  /** What the form begins with. */
  values: JsonObject;
  /** Values to choose from, by their names. */
  presets: Readonly<Record<string, JsonObject>>;
  /** Whether it may happen later. */
  canSchedule: boolean;
  /** Throws what is wrong with the values; the form stays open then. */
  submit(values: JsonObject, at: Date | undefined): Promise<unknown>;
  /** Keeps the values for the next time; undefined where there is none. */
  savePreset?(values: JsonObject): Promise<void>;
}

/** Real time. */
export const systemTimers: Timers = {
  now: Date.now,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
