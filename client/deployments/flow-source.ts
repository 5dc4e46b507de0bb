import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../../runtime/core/json.ts';
import { Emitter } from '../emitter.ts';
import type { Disposable, Event } from '../emitter.ts';
import type { Place } from '../ports.ts';
import type { Plan } from '../runs/graph-layout.ts';
import type { CodeFlow, FlowSource } from './code-flow.ts';
import { findTask } from './scan-flows.ts';

/** Flows by the text of their files: there at once, and without a language server. */
export interface FlowTexts {
  flows(): readonly CodeFlow[];
  readonly onDidChange: Event<undefined>;
}

/** What a language server knows; every answer is undefined while it does not run. */
export interface FlowLanguage {
  /** The flows of the workspace, as it last told. */
  flows(): readonly CodeFlow[] | undefined;
  plan(flow: CodeFlow): Promise<Plan | undefined>;
  parameters(flow: CodeFlow): Promise<JsonObject | undefined>;
  readonly onDidChange: Event<undefined>;
}

const nothing: Plan = { nodes: [], edges: [] };

/** The flows in code: from the language server when it has answered, from the texts until then. */
export class CodeFlows implements FlowSource, Disposable {
  readonly #texts: FlowTexts;
  readonly #language: FlowLanguage;
  readonly #changed = new Emitter<undefined>();
  readonly #subscriptions: Disposable[];
  #told = '[]';

  constructor(texts: FlowTexts, language: FlowLanguage) {
    this.#texts = texts;
    this.#language = language;
    const refresh = (): void => this.#refresh();
    this.#subscriptions = [texts.onDidChange(refresh), language.onDidChange(refresh)];
  }

  readonly onDidChange = this.#changed.event;

  flows(): readonly CodeFlow[] {
    return this.#language.flows() ?? this.#texts.flows();
  }

  async plan(flowName: string): Promise<Plan> {
    const flow = this.flows().find(({ name }) => name === flowName);
    return (flow === undefined ? undefined : await this.#language.plan(flow)) ?? nothing;
  }

  parameters(flow: CodeFlow): Promise<JsonObject | undefined> {
    return this.#language.parameters(flow);
  }

  async placeOfTask(flow: CodeFlow, taskName: string): Promise<Place | undefined> {
    const { path } = flow.place;
    const node = (await this.plan(flow.name)).nodes.find(({ label }) => label === taskName);
    if (node?.place !== undefined) return node.place;
    const found = findTask(await readFile(path, 'utf8'), taskName);
    return found === undefined ? undefined : { path, ...found };
  }

  /** Tells only what is new: a row that is drawn again cannot be pressed meanwhile. */
  #refresh(): void {
    const flows = JSON.stringify(this.flows());
    if (flows === this.#told) return;
    this.#told = flows;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }
}
