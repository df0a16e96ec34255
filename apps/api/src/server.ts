import { limits } from '@countersign/contracts';
import type { House } from '@countersign/governance';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { basePathOf, withinBase } from './base-path.ts';
import { registerHealth } from './health.ts';
import { registerLedger } from './ledger/register-ledger.ts';
import { registerLive } from './live/register-live.ts';
import { sendFailure } from './reply/error-body.ts';
import { answerBrokenHttp } from './request/answer-broken-http.ts';
import { refuseEncoded } from './request/refuse-encoded.ts';
import { requestId } from './request/request-id.ts';
import { registerRest } from './rest/register-rest.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { attemptLimits } from './session/attempt-limit.ts';
import { authenticator } from './session/authenticate.ts';
import { createSessions } from './session/lucia-sessions.ts';
import { ownOrigins } from './session/same-origin.ts';
import type { Settings } from './settings.ts';
import type { Provider } from './sign-on/provider.ts';
import { registerSignOn } from './sign-on/register-sign-on.ts';
import { registerTrpc } from './trpc/register-trpc.ts';
import { registerWeb } from './web.ts';

const trpcPrefix = '/api/trpc';

export interface ServerParts {
  readonly house: House;
  readonly logger: FastifyBaseLogger;
  readonly trustProxy: Settings['trustProxy'];
  /** Folder of the built web app. */
  readonly webRoot: string;
  /** Where people sign in once for everything; null: nowhere. */
  readonly provider?: Provider | null;
  /** True once a stop was asked for: no longer ready, though requests in flight are finished. */
  readonly isStopping?: () => boolean;
  /** Between two signs of life on a live stream, in ms; 15 seconds by default. */
  readonly heartbeatMs?: number;
}

/** Everything that is served over HTTP, not yet listening. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const { house, provider = null } = parts;
  const secure = house.url.startsWith('https:');
  const base = basePathOf(house.url);
  const app = fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    rewriteUrl: ({ url }) => withinBase(url ?? '/', base),
    trustProxy: proxyTrust(parts.trustProxy),
    bodyLimit: limits.jsonBody,
    // A connection on which nothing moves for two minutes is closed, in the middle of an upload too.
    connectionTimeout: 120_000,
    forceCloseConnections: 'idle',
    // What was on its way when the server was asked to stop is answered as any other.
    return503OnClosing: false,
    // Batches of tRPC are named in the path.
    routerOptions: {
      maxParamLength: 2_000,
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
    },
    clientErrorHandler: answerBrokenHttp,
    frameworkErrors: (error, request, reply) => {
      sendFailure(error, request, reply);
    },
  });
  app.decorateRequest('actor', null);
  app.decorateRequest('sessionSecret', null);
  app.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
  logRequests(app);
  leaveConnectionsAtTheEnd(app);
  app.addHook('onRequest', refuseEncoded);

  const sessions = createSessions(house);
  const origins = ownOrigins(house.url);
  const authenticate = authenticator(house, sessions, origins);
  const attempts = attemptLimits(house.clock);
  registerSecurityHeaders(app, secure);
  registerHealth(app, house, parts.isStopping ?? (() => false));
  await app.register((scope) => registerTrpc(scope, { house, sessions, authenticate, limits: attempts }), {
    prefix: '/api/trpc',
  });
  if (provider)
    await app.register(
      (scope) => registerSignOn(scope, { house, provider, sessions, authenticate, limits: attempts, secure }),
      {
        prefix: '/api/sign-on',
      },
    );
  registerLive(app, { house, sessions, authenticate, origins, heartbeatMs: parts.heartbeatMs ?? 15_000 });
  await app.register((scope) => registerRest(scope, { house, authenticate }), { prefix: '/api/v1' });
  await app.register((scope) => registerLedger(scope, { house, authenticate }), { prefix: '/ledger' });
  await registerWeb(app, parts.webRoot, base);
  return app;
}

const proxyTrust = (trust: Settings['trustProxy']) => {
  if (typeof trust === 'number') return (_address: string, hop: number) => hop < trust;
  return trust === false ? false : [...trust];
};

/** Once the server stops, a connection ends with the answer that is on its way: nothing waits for clients to leave. */
function leaveConnectionsAtTheEnd(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done();
  });
}

/** One line a request: the route's pattern rather than its address, and neither bodies nor headers. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { actor } = request;
    const route = request.routeOptions.url ?? null;
    request.log.info(
      {
        method: request.method,
        route,
        ...(route === `${trpcPrefix}/:path` ? { procedures: (request.params as { path: string }).path } : {}),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(actor ? { actor: actor.id, via: actor.kind === 'person' ? actor.via : actor.kind } : {}),
      },
      'request',
    );
    done();
  });
}
