import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type { Diagnostic, InitializeResult } from 'vscode-languageserver-protocol';
import type { Message } from '../../server/protocol.ts';
import { protocolVersion } from '../../server/protocol.ts';
import { capableEditor } from './editors.ts';

/** How a test's client presents itself. */
export interface LspClientOptions {
  /** A folder that exists, instead of a new one that goes with the client. */
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What it claims; one that takes everything, has diagnostics pushed and is told no versions when left out. */
  readonly capabilities?: object;
  /** How it names its folder. */
  readonly roots?: 'folders' | 'uri' | 'both' | 'none';
  /** Flags of Node for the server's process. */
  readonly flags?: readonly string[];
  /** Variables of its environment, besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Those of a client that knows our own messages, with these; `knowsOurs: false` leaves them as they are. */
  readonly initializationOptions?: object | undefined;
  readonly knowsOurs?: boolean;
  /** Answers to requests of the server, by method. */
  readonly answers?: Readonly<Record<string, (params: unknown) => unknown>>;
}

/** A client of a real language server process over its standard streams, with a folder of files of its own. */
export async function lspClient(options: LspClientOptions = {}) {
  const { roots = 'folders', knowsOurs = true } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'millrace-lsp-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(options.files ?? {})) write(path, text);
  const entry = join(import.meta.dirname, '../../server/bin/millrace-language-server.mjs');
  const server = spawn(process.execPath, [...(options.flags ?? []), entry, '--stdio'], {
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
  });
  let errors = '';
  server.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const client = new LspClient(folder, connection.sendRequest.bind(connection), (method, params) =>
    connection.sendNotification(method, params),
  );
  connection.onNotification((method, params) => client.heard(method, params));
  connection.onRequest((method, params) => {
    client.heard(method, params);
    return options.answers?.[method]?.(params) ?? null;
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: roots === 'uri' || roots === 'both' ? pathToFileURL(folder).href : null,
    workspaceFolders: roots === 'folders' || roots === 'both' ? [{ uri: pathToFileURL(folder).href, name: 'test' }] : null,
    capabilities: options.capabilities ?? capableEditor,
    initializationOptions: knowsOurs ? { protocolVersion, ...options.initializationOptions } : options.initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  const close = async (): Promise<void> => {
    const ended = once(server, 'exit');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await ended;
    connection.dispose();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return Object.assign(client, { initialized, close, write, process: server, errors: () => errors });
}

interface Waiter {
  readonly method: string;
  readonly fits: (params: unknown) => boolean;
  readonly resolve: (params: unknown) => void;
}

type Send = <R>(method: string, params: unknown) => Promise<R>;

export class LspClient {
  readonly folder: string;
  /** Notifications and requests of the server, in their order. */
  readonly notifications: { readonly method: string; readonly params: unknown }[] = [];
  /** The last diagnostics that were pushed, by URI. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly #send: Send;
  readonly #notify: (method: string, params: unknown) => Promise<void>;
  #waiters: Waiter[] = [];
  #version = 1;

  constructor(folder: string, send: Send, notify: (method: string, params: unknown) => Promise<void>) {
    this.folder = folder;
    this.#send = send;
    this.#notify = notify;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.folder, path)).href;
  }

  request<R>(method: string, params: unknown): Promise<R> {
    return this.#send<R>(method, params);
  }

  /** One of our own requests. */
  ask<Sent, Answered>({ method }: Message<Sent, Answered>, sent: Sent): Promise<Answered> {
    return this.#send<Answered>(method, sent);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#notify(method, params);
  }

  open(path: string, text: string): Promise<void> {
    return this.#notify('textDocument/didOpen', {
      textDocument: { uri: this.uri(path), languageId: 'typescript', version: this.#version++, text },
    });
  }

  change(path: string, contentChanges: readonly object[]): Promise<void> {
    return this.#notify('textDocument/didChange', { textDocument: { uri: this.uri(path), version: this.#version++ }, contentChanges });
  }

  heard(method: string, params: unknown): void {
    this.notifications.push({ method, params });
    if (method === 'textDocument/publishDiagnostics' && isPublished(params)) this.diagnostics.set(params.uri, params.diagnostics);
    const [fitting, others] = [
      this.#waiters.filter((one) => one.method === method && one.fits(params)),
      this.#waiters.filter((one) => one.method !== method || !one.fits(params)),
    ];
    this.#waiters = others;
    for (const { resolve } of fitting) resolve(params);
  }

  /** The next notification of a method that fits. */
  next(method: string, fits: (params: unknown) => boolean = () => true): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const heard = this.notifications.map((one) => one.method).join(' ');
      const timer = setTimeout(() => reject(new Error(`No ${method} that fits within 10 s. Heard before: ${heard}`)), 10_000);
      const done = (params: unknown): void => {
        clearTimeout(timer);
        resolve(params);
      };
      this.#waiters.push({ method, fits, resolve: done });
    });
  }

  /** Waits until the pushed diagnostics of a file fit. */
  async diagnosticsOf(path: string, fits: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    const uri = this.uri(path);
    while (!fits(this.diagnostics.get(uri) ?? []))
      await this.next('textDocument/publishDiagnostics', (params) => isPublished(params) && params.uri === uri);
    return this.diagnostics.get(uri) ?? [];
  }
}

function isPublished(params: unknown): params is { uri: string; diagnostics: readonly Diagnostic[] } {
  return typeof params === 'object' && params !== null && 'diagnostics' in params && 'uri' in params;
}
