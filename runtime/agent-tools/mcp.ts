import { messageOf, MillraceError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Tool, ToolHost } from './tool.ts';

/** A message of JSON-RPC 2.0. */
interface Message {
  id?: string | number | null;
  method?: string;
  params?: JsonObject;
}

/** What a server says of itself. */
export interface McpOptions {
  tools: readonly Tool[];
  host: ToolHost;
  version: string;
}

const protocolVersions = ['2025-06-18', '2025-03-26', '2024-11-05'];

/**
 * Answers one line of the Model Context Protocol over standard input and output; undefined for what wants no answer.
 * Of the protocol this is what tools need, which is why no library is used. Asking a person before a tool that changes
 * something is the client's part there: such tools are marked (`readOnlyHint: false`).
 */
export async function answerMcp(line: string, options: McpOptions): Promise<string | undefined> {
  const message = parse(line);
  if (message === undefined) return reply(null, { error: { code: -32_700, message: 'This is not JSON.' } });
  if (message.id === undefined || message.id === null || message.method === undefined) return undefined;
  const answer = await handle(message.method, message.params ?? {}, options);
  return reply(message.id, answer);
}

type Answer = { result: unknown } | { error: { code: number; message: string } };

const reply = (id: string | number | null, answer: Answer): string => JSON.stringify({ jsonrpc: '2.0', id, ...answer });

async function handle(method: string, parameters: JsonObject, { tools, host, version }: McpOptions): Promise<Answer> {
  if (method === 'initialize') {
    const asked = protocolVersions.find((known) => known === parameters['protocolVersion']);
    const instructions = 'Data flows on a Prefect server: list before you act, and explain a failure from the evidence of explain_failure.';
    return {
      result: {
        protocolVersion: asked ?? protocolVersions[0],
        capabilities: { tools: {} },
        serverInfo: { name: 'millrace', version },
        instructions,
      },
    };
  }
  if (method === 'ping') return { result: {} };
  if (method === 'tools/list') return { result: { tools: tools.map(describe) } };
  if (method === 'tools/call') return call(parameters, tools, host);
  return { error: { code: -32_601, message: `There is no method ${method}.` } };
}

const describe = ({ name, title, description, input, confirm }: Tool) => ({
  name,
  title,
  description,
  inputSchema: input,
  annotations: { title, readOnlyHint: confirm === undefined, destructiveHint: name === 'cancel_flow_run' },
});

async function call(parameters: JsonObject, tools: readonly Tool[], host: ToolHost): Promise<Answer> {
  const tool = tools.find(({ name }) => name === parameters['name']);
  if (tool === undefined) return { error: { code: -32_602, message: `There is no tool ${String(parameters['name'])}.` } };
  const given = parameters['arguments'];
  const input = typeof given === 'object' && given !== null ? { ...given } : {};
  try {
    const value = await tool.run(input, host);
    return { result: { content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) }] } };
  } catch (error) {
    // What went wrong is an answer too: the model reads it and tries something else.
    const code = MillraceError.is(error) ? error.code : 'failed';
    return { result: { isError: true, content: [{ type: 'text', text: `${code}: ${messageOf(error)}` }] } };
  }
}

function parse(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
