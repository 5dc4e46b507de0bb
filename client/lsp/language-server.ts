import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { FlowGraph, FlowsAnswer, ParameterSchema } from '../../server/protocol.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import type { FlowLanguage } from '../deployments/flow-source.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { JsonObject } from '../../runtime/core/json.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { Log } from '../ports.ts';
import type { Plan } from '../runs/graph-layout.ts';
import { toCodeFlows, toPlan } from './answers.ts';
import type { RunningClient } from './language-client.ts';
import type { FactSources } from './server-facts.ts';
import { serverFacts, whenFactsChange } from './server-facts.ts';

/** How the language server is: not shipped, reading the folders, done with the number of flows, or gone with the reason. */
export type LanguageStatus = { kind: 'off' } | { kind: 'reading' } | { kind: 'ready'; flows: number } | { kind: 'stopped'; reason: string };

/** The language server: a process beside the editor. */
export class LanguageServer implements FlowLanguage, vscode.Disposable {
  readonly #log: Log;
  readonly #changed = new Emitter<undefined>();
  readonly #statusChanged = new Emitter<LanguageStatus>();
  #status: LanguageStatus = { kind: 'off' };
  #begin: (() => Promise<RunningClient>) | undefined;
  #client: RunningClient | undefined;
  #following: Disposable | undefined;
  #flows: readonly CodeFlow[] | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeStatus = this.#statusChanged.event;

  get status(): LanguageStatus {
    return this.#status;
  }

  flows(): readonly CodeFlow[] | undefined {
    return this.#flows;
  }

  async plan(flow: CodeFlow): Promise<Plan | undefined> {
    const graph = await this.#client?.ask<FlowGraph | null>('millrace/flowGraph', referenceTo(flow));
    return graph === null || graph === undefined ? undefined : toPlan(graph);
  }

  async parameters(flow: CodeFlow): Promise<JsonObject | undefined> {
    const schema = await this.#client?.ask<ParameterSchema | null>('millrace/flowParameters', referenceTo(flow));
    return schema === null || schema === undefined ? undefined : { ...schema };
  }

  /** Starts it, when it was shipped; `sources` are what it asks about the orchestration server. */
  async start(extension: vscode.ExtensionContext, sources: FactSources): Promise<void> {
    const entry = extension.asAbsolutePath('dist/server/main.js');
    if (!existsSync(entry)) return;
    const cacheFolder = extension.storageUri?.fsPath;
    this.#begin = async () => {
      const { startClient } = await import('./language-client.ts');
      return startClient({
        ...{ entry, cacheFolder },
        flowsChanged: () => void this.#read(),
        facts: () => serverFacts(sources),
        ended: () => this.#become({ kind: 'stopped', reason: vscode.l10n.t('Its process has ended.') }),
        back: () => void this.#read(),
      });
    };
    this.#following = whenFactsChange(sources, () => this.#client?.factsChanged());
    await this.restart();
  }

  /** Stops it when it runs, and starts it. */
  async restart(): Promise<void> {
    if (this.#begin === undefined) return;
    this.#become({ kind: 'reading' });
    try {
      await this.#client?.stop();
      this.#client = await this.#begin();
      await this.#read();
    } catch (error) {
      this.#client = undefined;
      this.#log.error(`The language server does not run: ${messageOf(error)}`);
      this.#become({ kind: 'stopped', reason: messageOf(error) });
    }
  }

  dispose(): void {
    this.#following?.dispose();
    this.#changed.dispose();
    this.#statusChanged.dispose();
    void this.#client?.stop();
  }

  async #read(): Promise<void> {
    try {
      const answer = await this.#client?.ask<FlowsAnswer>('millrace/flows', {});
      // Until it has read everything, the texts of the files tell more.
      if (answer?.complete !== true) return;
      this.#become({ kind: 'ready', flows: answer.flows.length });
      const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
      this.#flows = toCodeFlows(answer, folders, (uri) => vscode.Uri.parse(uri).fsPath);
      this.#changed.fire(undefined);
    } catch (error) {
      this.#log.error(`The language server did not tell the flows: ${messageOf(error)}`);
    }
  }

  #become(status: LanguageStatus): void {
    this.#status = status;
    this.#statusChanged.fire(status);
  }
}

const referenceTo = ({ place, exported }: CodeFlow) => ({ uri: vscode.Uri.file(place.path).toString(), exportedAs: exported });
