import type { Diagnostic } from 'vscode-languageserver-types';
import type { Message } from './protocol.ts';

/** What the server asks of the editor and tells it; `client-connection.ts` speaks the protocol. What a client cannot do does nothing. */
export interface ClientPort {
  publish(path: string, version: number | undefined, diagnostics: readonly Diagnostic[]): void;
  notify<Sent>(message: Message<Sent, unknown>, sent: Sent): void;
  /** Resolves with `otherwise` when the client refuses, or has no answer. */
  request<Sent, Answered>(message: Message<Sent, Answered>, sent: Sent, otherwise: Answered): Promise<Answered>;
  /** The section `millrace` of the settings; undefined when the client cannot be asked. */
  settings(): Promise<unknown>;
  /** Asks to be told when settings or files change; nothing waits for it. */
  subscribe(): void;
  /** Says that diagnostics and hints may be asked for again. */
  refresh(): void;
  warn(message: string): void;
  fail(message: string): void;
  /** For the one who looks for the reason, in the log. */
  log(message: string): void;
  /** Shown as soon as the client has made room for it. */
  progress(title: string): ProgressPort;
}

/** A bar that shows how far something is. */
export interface ProgressPort {
  report(percent: number): void;
  done(): void;
}
