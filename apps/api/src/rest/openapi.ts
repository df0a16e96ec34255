import { errorCodes } from '@countersign/contracts';
import * as z from 'zod/mini';
import { sessionCookieName } from '../base-path.ts';
import type { Route, Shape } from './route.ts';

const ErrorReply = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  }),
});

type JsonSchema = Record<string, unknown>;

/** `input`: what may be sent; `output`: what is answered. What JSON Schema cannot say is left open. */
function schemaOf(shape: Shape, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any', reused: 'inline' });
  return schema;
}

/** The OpenAPI 3.1 document of the routes. */
export function openApiDocument(routes: readonly Route[], url: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operation(route);
  }
  paths['/openapi.json'] = {
    get: {
      summary: 'This document.',
      security: [],
      responses: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': {} } } },
    },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: '1',
      description:
        'Errors have one shape everywhere. POST takes an Idempotency-Key: the same request again gets the same reply for seven days. Signing is not offered here: people sign in the portal.',
    },
    servers: [{ url: `${url}/api/v1` }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token (cs_…) with the scope that the operation names.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: sessionCookieName(url),
          description: 'The session of the portal. Changes carry the header x-countersign: 1.',
        },
      },
      schemas: { Error: schemaOf(ErrorReply, 'output') },
      responses: {
        Error: {
          description: 'Refused',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    },
  };
}

function operation(route: Route) {
  const body = requestBody(route);
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.scope ? { 'x-scope': route.scope } : { security: [] }),
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...idempotencyKey(route),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: { [route.status]: reply(route), default: { $ref: '#/components/responses/Error' } },
  };
}

/** `GET /models/{model}` is `get-models-model`. */
const operationId = ({ method, path }: Route) =>
  [method.toLowerCase(), ...path.split('/').filter(Boolean)]
    .map((part) => part.replace(/[{}]/g, ''))
    .join('-');

function parametersOf(shape: Shape | undefined, place: 'path' | 'query') {
  if (!shape) return [];
  const { properties = {}, required = [] } = schemaOf(shape, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema,
  }));
}

const idempotencyKey = ({ method }: Route) =>
  method === 'POST'
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
      ]
    : [];

function requestBody({ body }: Route) {
  if (!body) return null;
  if ('json' in body)
    return { required: true, content: { 'application/json': { schema: schemaOf(body.json, 'input') } } };
  if ('ndjson' in body) {
    return {
      required: true,
      description: 'One JSON object a line; the schema is that of a line.',
      content: { 'application/x-ndjson': { schema: schemaOf(body.ndjson, 'input') } },
    };
  }
  return { required: true, content: { 'application/octet-stream': {} } };
}

function reply({ method, reply: shape }: Route) {
  if (shape)
    return { description: 'Done', content: { 'application/json': { schema: schemaOf(shape, 'output') } } };
  if (method === 'HEAD') return { description: 'There' };
  return { description: 'The bytes', content: { 'application/octet-stream': {}, 'text/plain': {} } };
}
