import { httpStatusOf, Refusal } from '@countersign/contracts';
import {
  type Actor,
  briefMemory,
  type Context,
  type House,
  sha256Hex,
  systemActor,
} from '@countersign/governance';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
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
  // Written when it is first asked for: a server starts sooner without it.
  let document: string | undefined;
  scope.get('/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(routes, house.url));
    return reply.type('application/json; charset=utf-8').send(document);
  });

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
      part.addHook('preValidation', (request, _reply, done) => {
        refuseUnsoundIn(request);
        done();
      });
      part.addHook('onSend', keepNothing);
      for (const route of routes.filter(({ body, brief }) => !brief && kindOf(body) === kind))
        serve(part, house, route);
    });
  }
  await scope.register(async (part) => {
    part.addHook('onSend', keepNothing);
    for (const route of routes.filter(({ brief }) => brief))
      serveBriefly(part, { house, authenticate }, route);
  });
}

function refuseUnsoundIn({ params, query, body }: FastifyRequest): void {
  refuseUnsound(params, 'address');
  refuseUnsound(query, 'query');
  refuseUnsound(body, '');
}

/** What was not said to last is kept by nobody on the way. */
const keepNothing: onSendHookHandler = (_request, reply, _payload, done) => {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  done();
};

const kindOf = (body: Route['body']) =>
  !body || 'json' in body ? 'json' : 'ndjson' in body ? 'ndjson' : 'bytes';

export const fastifyPath = (path: string): string =>
  path.replace(/\{path\}$/, '*').replace(/\{(\w+)\}/g, ':$1');

function serve(part: FastifyInstance, house: House, route: Route): void {
  part.route({
    method: route.method,
    url: fastifyPath(route.path),
    exposeHeadRoute: false,
    onRequest: (request, _reply, done) => {
      if (request.actor === null && route.open(house)) request.actor = systemActor('anybody');
      else requireScope(request.actor, route.scope);
      done();
    },
    handler: async (request, reply) => {
      const ctx: Context = { ...house, actor: request.actor! };
      const key = request.headers['idempotency-key'];
      if (route.method !== 'POST' || key === undefined) {
        reply.code(route.status);
        const answer = await route.handle(ctx, request, reply);
        return answer === reply || reply.sent
          ? reply
          : sendJson(reply, reply.statusCode, JSON.stringify(answer));
      }
      return answerOnce(ctx, route, request, reply, key);
    },
  });
}

const jsonType = 'application/json; charset=utf-8';
const sendJson = (reply: FastifyReply, status: number, text: string) =>
  reply.code(status).type(jsonType).send(text);

interface Answered {
  readonly actor: Actor;
  readonly text: string;
}
const answered = briefMemory<Answered>();

/**
 * A route that is asked all the time: the answer to a token is found and written once for whoever asks the same with it
 * within a moment. Who asks, what they may and what holds are then up to half a second old at most, after a change of
 * this process not even that; whoever is refused is asked anew each time.
 */
function serveBriefly(part: FastifyInstance, { house, authenticate }: RestParts, route: Route): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<Answered> => {
    await authenticate(request, reply, false, true);
    requireScope(request.actor, route.scope);
    refuseUnsoundIn(request);
    const { actor } = request;
    return { actor, text: JSON.stringify(await route.handle({ ...house, actor }, request, reply)) };
  };
  part.route({
    method: route.method,
    url: fastifyPath(route.path),
    exposeHeadRoute: false,
    handler: (request, reply) => {
      const { authorization } = request.headers;
      const told =
        authorization === undefined
          ? answer(request, reply)
          : answered(house.pool, `${sha256Hex(authorization)} ${request.url}`, () => answer(request, reply));
      told.then(
        ({ actor, text }) => {
          request.actor = actor;
          sendJson(reply, route.status, text);
        },
        (error: Error) => reply.send(error),
      );
    },
  });
}

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
