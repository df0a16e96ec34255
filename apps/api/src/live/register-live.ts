import { Refusal } from '@countersign/contracts';
import { findOpened, type House } from '@countersign/governance';
import type { FastifyInstance } from 'fastify';
import { sendFailure } from '../reply/error-body.ts';
import type { Authenticate } from '../session/authenticate.ts';
import type { Sessions } from '../session/lucia-sessions.ts';
import { requireSameOrigin } from '../session/same-origin.ts';
import { LiveStreams } from './live-streams.ts';

export interface LiveParts {
  readonly house: House;
  readonly sessions: Sessions;
  readonly authenticate: Authenticate;
  readonly origins: ReadonlySet<string>;
  readonly heartbeatMs: number;
}

/**
 * `GET /api/live`: server-sent events for the portal's pages, of ids alone. For signed-in people who hold a role; it ends
 * as soon as either is over, and before the server stops.
 */
export function registerLive(app: FastifyInstance, parts: LiveParts): void {
  const { house, sessions } = parts;
  const streams = new LiveStreams(house, sessions, parts.heartbeatMs);
  app.addHook('preClose', async () => streams.closeAll());
  app.route({
    method: 'GET',
    url: '/api/live',
    exposeHeadRoute: false,
    errorHandler: (error, request, reply) => sendFailure(error, request, reply),
    onRequest: (request, reply) => parts.authenticate(request, reply, false),
    async handler(request, reply) {
      const { actor } = request;
      if (actor?.kind !== 'person') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
      if (actor.via !== 'session' || actor.sessionId === null)
        throw new Refusal(
          'FORBIDDEN',
          'The live stream is for the pages of the portal: a token asks the REST API.',
        );
      requireSameOrigin(request, parts.origins);
      if (!(await findOpened(house, [actor.id])).has(actor.id))
        throw new Refusal('FORBIDDEN', 'Your roles do not open this page.');
      await streams.makeRoom(actor.sessionId);
      reply.hijack();
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      await streams.open({ sessionId: actor.sessionId, personId: actor.id, to: reply.raw });
    },
  });
}
