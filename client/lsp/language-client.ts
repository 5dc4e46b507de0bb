import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn } from 'vscode-languageclient/node';
import { flowsChanged as flowsChangedNotification, protocolVersion } from '../../server/protocol.ts';

/** A language server that answers. */
export interface RunningClient {
  ask<Answer>(method: string, parameters: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** How the language server is started. */
export interface ClientOptions {
  /** Its program, run by the editor's own Node. */
  entry: string;
  cacheFolder: string | undefined;
  flowsChanged(): void;
}

/** Starts the language server and waits until it answers. Loaded only then: the client library is larger than the extension. */
export async function startClient({ entry, cacheFolder, flowsChanged }: ClientOptions): Promise<RunningClient> {
  const run = { command: process.execPath, args: [entry, '--stdio'], options: { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } } };
  const client = new LanguageClient(
    'millrace',
    'Millrace Language Server',
    { run, debug: run },
    {
      documentSelector: [
        { scheme: 'file', language: 'typescript' },
        { scheme: 'file', language: 'javascript' },
        { scheme: 'file', language: 'python' },
        { scheme: 'file', language: 'yaml', pattern: '**/{prefect,millrace}.yaml' },
      ],
      initializationOptions: { protocolVersion, ...(cacheFolder === undefined ? {} : { cacheFolder }) },
      synchronize: {
        configurationSection: 'millrace',
        fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.ts,*.mts,*.js,*.py,prefect.yaml,tsconfig.json,package.json}'),
      },
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    },
  );
  client.onNotification(flowsChangedNotification.method, flowsChanged);
  await client.start();
  return { ask: (method, parameters) => client.sendRequest(method, parameters), stop: () => client.stop() };
}
