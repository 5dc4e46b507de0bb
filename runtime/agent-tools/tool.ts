import type { Client } from '../api/client.ts';
import type { JsonObject } from '../core/json.ts';
import type { Schema } from '../core/schema.ts';
import { MillraceError } from '../core/errors.ts';

/** What tools work with. What needs a process is the host's: a command line and an editor start them differently. */
export interface ToolHost {
  client(): Promise<Client>;
  /** Deploys a flow of the code; what the command line said. */
  deploy(request: { entrypoint: string; name: string; pool: string }): Promise<string>;
  /** Runs a flow of the code to its end; what the command line said. */
  runFlow(request: { entrypoint: string; parameters: JsonObject }): Promise<string>;
}

/** Something that a language model may do. */
export interface Tool {
  /** As `list_flow_runs`. */
  name: string;
  /** For people. */
  title: string;
  /** For the model: when to use it, what it gives. */
  description: string;
  input: Schema<unknown>;
  /** What a person is asked before; undefined for a tool that only reads. */
  confirm?(input: JsonObject): string;
  /** A JSON value. Throws a MillraceError that says what to do instead. */
  run(input: JsonObject, host: ToolHost): Promise<unknown>;
}

/** A text of the input. Throws `invalid` when there is none. */
export function textIn(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new MillraceError('invalid', `Give "${name}", a text.`);
}

/** An object of the input; an empty one when there is none. */
export function objectIn(input: JsonObject, name: string): JsonObject {
  const value = input[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A count of the input within bounds. */
export function countIn(input: JsonObject, name: string, otherwise: number): number {
  const value = input[name];
  return typeof value === 'number' && Number.isInteger(value) ? Math.min(200, Math.max(1, value)) : otherwise;
}
