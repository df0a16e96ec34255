import { Refusal } from '@countersign/contracts';
import { enterByIdentity, finishStepUp, grantIdOf, type House } from '@countersign/governance';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { basePathOf } from '../base-path.ts';
import { refusalOf } from '../reply/refusal-of.ts';
import type { AttemptLimits } from '../session/attempt-limit.ts';
import type { Authenticate } from '../session/authenticate.ts';
import type { Sessions } from '../session/lucia-sessions.ts';
import { visitOf } from '../session/visit-of.ts';
import { keepAttempt, takeAttempt } from './attempt.ts';
import type { Provider } from './provider.ts';

export interface SignOnParts {
  readonly house: House;
  readonly provider: Provider;
  readonly sessions: Sessions;
  readonly authenticate: Authenticate;
  readonly limits: AttemptLimits;
  readonly secure: boolean;
}

const cookieName = 'countersign-sign-on';
/** The page that tells the one that waits, and closes itself. */
const donePage = '/sign-on-done';

/** Only paths of this installation are followed. */
const safePath = (next: unknown): string =>
  typeof next === 'string' && /^\/(?![/\\])[^\\]*$/.test(next) ? next : '/';

/** The way to the identity provider and back: `GET /api/sign-on`, `/api/sign-on/step-up`, `/api/sign-on/callback`. */
export async function registerSignOn(scope: FastifyInstance, parts: SignOnParts): Promise<void> {
  const { house, provider } = parts;
  const base = basePathOf(house.url);
  scope.addHook('onRequest', (request, reply) => parts.authenticate(request, reply, false));
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  scope.get('/', async (request, reply) => {
    const { next } = request.query as { next?: unknown };
    return depart(request, reply, { next: safePath(next), grantId: null, personId: null });
  });

  scope.get('/step-up', async (request, reply) => {
    const { grant } = request.query as { grant?: unknown };
    if (request.actor?.kind !== 'person' || typeof grant !== 'string')
      return refuse(request, reply, new Refusal('UNAUTHENTICATED', 'Sign in first.'), donePage);
    const asked = { next: donePage, grantId: grantIdOf(grant), personId: request.actor.id };
    return depart(request, reply, asked);
  });

  scope.get('/callback', async (request, reply) => {
    const secret = new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
    reply.header('set-cookie', cookie('', 0));
    let back = '/sign-in';
    try {
      const attempt = await takeAttempt(house, secret);
      const { grantId, personId } = attempt;
      const again = grantId !== null;
      if (again) back = donePage;
      const answer = new URL(house.url + (request.raw.url ?? ''));
      const { identity, authenticatedAt } = await provider.finish(answer, attempt, { again });
      if (grantId !== null && personId !== null) {
        if (!authenticatedAt)
          throw new Refusal('WRONG_CREDENTIALS', 'The identity provider does not say when it asked you.');
        const { startedAt } = attempt;
        await finishStepUp(house, { grantId, personId, identity, authenticatedAt, startedAt });
      } else {
        const visit = visitOf(request, reply, parts.sessions, parts.limits);
        await visit.signIn(await enterByIdentity(house, identity));
      }
      return reply.redirect(base + attempt.next);
    } catch (error) {
      return refuse(request, reply, error, back);
    }
  });

  const cookie = (value: string, seconds: number) =>
    `${cookieName}=${value}; Path=${base}/api/sign-on; HttpOnly; SameSite=Lax; Max-Age=${seconds}${parts.secure ? '; Secure' : ''}`;

  async function depart(
    request: FastifyRequest,
    reply: FastifyReply,
    asked: { next: string; grantId: string | null; personId: string | null },
  ) {
    try {
      const { url, ticket } = await provider.begin({ again: asked.grantId !== null });
      reply.header('set-cookie', cookie(await keepAttempt(house, { ...ticket, ...asked }), 600));
      return await reply.redirect(url.href);
    } catch (error) {
      return refuse(request, reply, error, asked.grantId === null ? '/sign-in' : donePage);
    }
  }

  /** People are at a browser's address bar here: they get a page with a sentence, never JSON. */
  function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown, back: string) {
    const refusal = error instanceof Refusal ? error : unusable(error);
    request.log.warn({ err: error, code: refusal.code }, 'single sign-on failed');
    const query = new URLSearchParams({ problem: refusalOf(refusal).message });
    return reply.redirect(`${base}${back}?${query}`);
  }
}

const unusable = (error: unknown): Refusal => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR' || code === 'OAUTH_RESPONSE_BODY_ERROR'
    ? new Refusal('WRONG_CREDENTIALS', 'The identity provider did not let you in.')
    : new Refusal(
        'WRONG_CREDENTIALS',
        'The identity provider did not answer as it should. Try again, or ask your administrator.',
      );
};
