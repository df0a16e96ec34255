import { Refusal } from '@countersign/contracts';
import { type Actor, findApiToken, type House, type KnownPerson } from '@countersign/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from './lucia-sessions.ts';
import { requireSameOrigin } from './same-origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts; null: nobody is known. */
    actor: Actor | null;
    /** What the session cookie holds, whether or not it is good. */
    sessionSecret: string | null;
  }
}

/**
 * @param strict a cookie counts only from our own pages, whatever is asked
 * @param brief who holds a token may be known from a quarter of a second ago: what is answered says nothing that a moment could spoil
 */
export type Authenticate = (
  request: FastifyRequest,
  reply: FastifyReply,
  strict: boolean,
  brief?: boolean,
) => Promise<void>;

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const sessionActor = (person: KnownPerson, sessionId: string): Actor => ({
  kind: 'person',
  ...person,
  via: 'session',
  sessionId,
  scopes: [],
});

/**
 * Finds out who acts, before any body is read. A token in `Authorization` wins over a cookie; a wrong one is refused
 * rather than ignored. A change by cookie must come from our own pages; so must every call of `strict` routes, where
 * signing in would otherwise be open to other sites.
 */
export function authenticator(house: House, sessions: Sessions, origins: ReadonlySet<string>): Authenticate {
  return async (request, reply, strict, brief = false) => {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) {
      request.actor = await tokenActor(house, authorization, brief);
      return;
    }
    request.sessionSecret = sessions.read(cookie);
    const isChange = !safeMethods.has(request.method);
    if (isChange && (strict || request.sessionSecret !== null)) requireSameOrigin(request, origins);
    if (request.sessionSecret === null) return;
    const found = await sessions.find(request.sessionSecret);
    if (!found) return;
    if (found.cookie) reply.header('set-cookie', found.cookie);
    request.actor = sessionActor(found.person, found.id);
  };
}

async function tokenActor(house: House, authorization: string, brief: boolean): Promise<Actor> {
  const [, secret] = /^Bearer (cs_[A-Za-z0-9_-]{20,100})$/.exec(authorization) ?? [];
  const found = secret ? await findApiToken(house, secret, { brief }) : null;
  if (!found) throw new Refusal('UNAUTHENTICATED', 'The API token is unknown, expired or revoked.');
  return { kind: 'person', ...found.person, via: 'token', sessionId: null, scopes: found.scopes };
}
