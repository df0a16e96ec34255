import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AttemptLimits, addressBlock } from './attempt-limit.ts';
import { sessionActor } from './authenticate.ts';
import type { Sessions } from './lucia-sessions.ts';
import type { Visit } from './visit.ts';

export const visitOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  sessions: Sessions,
  limits: AttemptLimits,
): Visit => ({
  requestId: request.id,
  actor: () => request.actor,
  countAttempt(account) {
    const counted = [limits.perAddress.enter(addressBlock(request.ip))];
    if (account !== undefined) counted.push(limits.perAccount.enter(account.toLowerCase()));
    return () => {
      for (const succeed of counted) succeed();
    };
  },
  async signIn(person) {
    if (request.sessionSecret) await sessions.end(request.sessionSecret);
    const { id, secret, cookie } = await sessions.start(person.id, {
      userAgent: request.headers['user-agent'] ?? '',
      address: request.ip,
    });
    request.sessionSecret = secret;
    request.actor = sessionActor(person, id);
    reply.header('set-cookie', cookie);
  },
  async signOut() {
    reply.header('set-cookie', await sessions.end(request.sessionSecret));
    request.sessionSecret = null;
    request.actor = null;
  },
});
