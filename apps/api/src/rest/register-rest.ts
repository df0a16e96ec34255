import { httpStatusOf, Refusal } from '@countersign/contracts';
import { type Context, type House, systemActor } from '@countersign/governance';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, logFailure } from '../reply/error-body.ts';
import { refusalOf } from '../reply/refusal-of.ts';
import { registerJsonBody } from '../request/json-body.ts';
import { refuseUnsound } from '../request/refuse-unsound.ts';
import type { Authenticate } from '../session/authenticate.ts';
import { requireScope } from '../session/require-scope.ts';
import { hashedBody } from './hashed-body.ts';
import { keyedDigest, once, requestDigest, type StoredReply } from './idempotency.ts';
import { openApiDocument } from './openapi.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

export interface RestParts {
  readonly house: House;
  readonly authenticate: Authenticate;
}

/** The public REST API below /api/v1. */
export async function registerRest(
  scope: FastifyInstance,
  { house, authenticate }: RestParts,
): Promise<void> {
  const document = JSON.stringify(openApiDocument(routes, house.url));
  scope.get('/openapi.json', (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(document),
  );

  // A scope for each kind of body, because a scope's parsers decide what is read and what is left to the route.
  for (const [kind, media] of [
    ['json', null],
    ['ndjson', ['application/x-ndjson', 'application/jsonl']],
    ['bytes', '*'],
  ] as const) {
    await scope.register(async (part) => {
      if (media) {
        part.removeAllContentTypeParsers();
        part.addContentTypeParser(media as string | string[], (_request, _payload, done) =>
          done(null, undefined),
        );
      } else {
        part.removeContentTypeParser('text/plain');
        registerJsonBody(part);
      }
      part.addHook('onRequest', (request, reply) => authenticate(request, reply, false));
      part.addHook('preValidation', async ({ params, query, body }) => {
        refuseUnsound(params, 'address');
        refuseUnsound(query, 'query');
        refuseUnsound(body, '');
      });
      part.addHook('onSend', async (_request, reply) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      for (const route of routes.filter(({ body }) => kindOf(body) === kind)) serve(part, house, route);
    });
  }
}

const kindOf = (body: Route['body']) =>
  !body || 'json' in body ? 'json' : 'ndjson' in body ? 'ndjson' : 'bytes';

export const fastifyPath = (path: string): string =>
  path.replace(/\{path\}$/, '*').replace(/\{(\w+)\}/g, ':$1');

function serve(part: FastifyInstance, house: House, route: Route): void {
  part.route({
    method: route.method,
    url: fastifyPath(route.path),
    exposeHeadRoute: false,
    config: { brief: route.brief },
    onRequest: async (request) => {
      if (request.actor === null && route.open(house)) request.actor = systemActor('anybody');
      else requireScope(request.actor, route.scope);
    },
    handler: async (request, reply) => {
      const ctx: Context = { ...house, actor: request.actor! };
      const key = request.headers['idempotency-key'];
      if (route.method !== 'POST' || key === undefined) {
        reply.code(route.status);
        const answer = await route.handle(ctx, request, reply);
        return answer === reply ? reply : sendJson(reply, reply.statusCode, JSON.stringify(answer));
      }
      return answerOnce(ctx, route, request, reply, key);
    },
  });
}

const sendJson = (reply: FastifyReply, status: number, text: string) =>
  reply.code(status).type('application/json; charset=utf-8').send(text);

async function answerOnce(
  ctx: Context,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string | string[],
): Promise<FastifyReply> {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Refusal('BAD_INPUT', 'An Idempotency-Key has 1 to 200 visible ASCII characters.', {
      header: 'Idempotency-Key',
    });
  }
  const stream = kindOf(route.body) === 'ndjson' ? hashedBody(request, route.method) : null;
  const digest = stream
    ? stream.digest
    : requestDigest(route.method, request.url, JSON.stringify(request.body ?? null));
  const keyed = (plain: string) => keyedDigest(ctx, plain);
  const kept = typeof digest === 'string' ? keyed(digest) : digest.then(keyed);
  // Where the body was cut, whoever reads it is told.
  if (typeof kept !== 'string') kept.catch(() => {});
  const asked = {
    actorId: ctx.actor.id,
    key,
    request: kept,
    ...(stream ? { drain: stream.drain } : {}),
  };
  // A stream is not kept whole: who sends lines finds their effect by the caller's own ids.
  const { reply: stored, repeated } = await once(ctx, asked, (held) =>
    work(stream ? ctx : { ...ctx, held }, route, request, reply),
  );
  if (repeated) reply.header('idempotency-replayed', 'true');
  return sendJson(reply, stored.status, stored.text);
}

/** The reply that is kept. A refusal is one too; what may go better the next time is thrown and kept by nobody. */
async function work(
  ctx: Context,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<StoredReply> {
  try {
    reply.code(route.status);
    const answer = await route.handle(ctx, request, reply);
    return { status: reply.statusCode, text: JSON.stringify(answer) };
  } catch (error) {
    const refusal = refusalOf(error);
    const status = httpStatusOf(refusal.code);
    if (status >= 500 || status === 429) throw error;
    logFailure(request, refusal, error);
    return { status, text: JSON.stringify(errorBody(refusal, request.id)) };
  }
}
