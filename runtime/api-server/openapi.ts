import manifest from '../package.json' with { type: 'json' };
import { openPaths } from './guard.ts';
import type { Schema } from '../core/schema.ts';
import type { Route } from './router.ts';
import { isId, routes } from './router.ts';

type Json = Record<string, unknown>;

/** The schemas of answers, by the ids of operations, and those to which they refer (tools/answer-schemas.ts). */
interface AnswerSchemas {
  operations: Readonly<Record<string, unknown>>;
  types: Json;
}

/**
 * The OpenAPI 3.1 document of this server, made of the contract by which requests are routed and checked and clients are
 * compiled, so that it cannot say anything else.
 */
export async function openapiDocument(): Promise<Json> {
  const { default: answers }: { default: AnswerSchemas } = await import('./answers.json', { with: { type: 'json' } });
  const paths: Record<string, Json> = {};
  for (const route of routes.values()) {
    const path = route.endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.endpoint.method.toLowerCase()]: operationOf(route, answers.operations[route.id]) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Millrace', version: manifest.version, description: "Prefect's REST API, as far as Millrace serves it." },
    servers: [{ url: '/api' }],
    security: [{ token: [] }, { authString: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' }, authString: { type: 'http', scheme: 'basic' } },
      schemas: { ...answers.types, Refusal: refusal },
    },
  };
}

/** Prefect's two shapes of a refusal. */
const refusal = {
  type: 'object',
  anyOf: [
    { properties: { detail: {} }, required: ['detail'] },
    { properties: { exception_message: { type: 'string' } }, required: ['exception_message'] },
  ],
};

const json = (schema: unknown): Json => ({ 'application/json': { schema } });

function operationOf({ id, endpoint }: Route, answer: unknown): Json {
  const { body } = endpoint;
  return {
    operationId: id,
    tags: [id.split('.')[0]],
    ...(openPaths.has(endpoint.path) ? { security: [] } : {}),
    parameters: [...pathParameters(endpoint.path), ...queryParameters(endpoint.query)],
    ...(body === undefined ? {} : { requestBody: { required: isRequired(body), content: json(published(body)) } }),
    responses: {
      [endpoint.reads && !isNothing(answer) ? '200' : '2XX']: {
        description: 'Done.',
        ...(isNothing(answer) ? {} : { content: json(answer) }),
      },
      '4XX': { description: 'Refused.', content: json({ $ref: '#/components/schemas/Refusal' }) },
    },
  };
}

/** No answer, or null: some operations of Prefect's say the one, some the other. */
const isNothing = (schema: unknown): boolean => typeof schema !== 'object' || schema === null || Reflect.get(schema, 'type') === 'null';

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(isId(name) ? { format: 'uuid' } : { minLength: 1 }) },
  }));

function queryParameters(schema: Schema<unknown> | undefined): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: published(value),
  }));
}

/** A body that is not there counts as `{}`: it is needed only where that is not enough. */
function isRequired(body: Schema<unknown>): boolean {
  const { type, required = [] } = body as { type?: string; required?: string[] };
  return type === 'array' || required.length > 0;
}

/** A schema in the words of OpenAPI: times are `date-time`, of which the server takes more forms than that. */
function published(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(published);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'format' && value === 'time-point' ? 'date-time' : published(value)]),
  );
}
