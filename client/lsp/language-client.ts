import { LanguageClient, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import type { ServerFacts } from '../../server/model/entities.ts';
import {
  flowsChanged as flowsChangedNotification,
  protocolVersion,
  serverFactsChanged,
  serverFactsRequest,
} from '../../server/protocol.ts';
import { flowLanguages } from '../contributes.ts';
import { serverEnvironment, serverFlags } from './server-process.ts';

/** A language server that answers. */
export interface RunningClient {
  ask<Answer>(method: string, parameters: unknown): Promise<Answer>;
  /** Tells that the facts have changed. */
  factsChanged(): void;
  stop(): Promise<void>;
}

/** How the language server is started. */
export interface ClientOptions {
  /** Its program, run by the editor's own Node. */
  entry: string;
  cacheFolder: string | undefined;
  flowsChanged(): void;
  /** What the orchestration server knows. */
  facts(): Promise<ServerFacts | null>;
  /** Told when its process has ended by itself. */
  ended(): void;
  /** Told when it was started again by itself. */
  back(): void;
}

/** Starts the language server and waits until it answers. Loaded only then: the client library is larger than the extension. */
export async function startClient({ entry, cacheFolder, flowsChanged, facts, ended, back }: ClientOptions): Promise<RunningClient> {
  const args = [...serverFlags, entry, '--stdio'];
  const env = { ...process.env, ...serverEnvironment, ELECTRON_RUN_AS_NODE: '1' };
  const run = { command: process.execPath, args, options: { env } };
  const client = new LanguageClient(
    'millrace',
    'Millrace Language Server',
    { run, debug: run },
    {
      documentSelector: [
        ...flowLanguages.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', language: 'yaml', pattern: '**/prefect.yaml' },
      ],
      initializationOptions: { protocolVersion, serverFacts: true, ...(cacheFolder === undefined ? {} : { cacheFolder }) },
      // Which files are watched says the server itself.
      synchronize: { configurationSection: 'millrace' },
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    },
  );
  client.onNotification(flowsChangedNotification.method, flowsChanged);
  client.onRequest(serverFactsRequest.method, facts);
  await client.start();
  let stopping = false;
  client.onDidChangeState(({ newState }) => {
    if (stopping) return;
    if (newState === State.Stopped) ended();
    else if (newState === State.Running) back();
  });
  return {
    ask: (method, parameters) => client.sendRequest(method, parameters),
    factsChanged: () => void client.sendNotification(serverFactsChanged.method, null),
    async stop() {
      stopping = true;
      // One that has ended by itself cannot be stopped.
      if (client.isRunning()) await client.stop();
    },
  };
}
