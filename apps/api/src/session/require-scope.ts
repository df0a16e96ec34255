import { Refusal, type TokenScope } from '@countersign/contracts';
import type { Actor } from '@countersign/governance';

/** @throws Refusal UNAUTHENTICATED where nobody is known; FORBIDDEN for a token that was not made for this */
export function requireScope(actor: Actor | null, scope: TokenScope | null): asserts actor is Actor {
  if (!actor)
    throw new Refusal('UNAUTHENTICATED', 'Sign in, or send an API token: Authorization: Bearer cs_….');
  if (actor.kind !== 'person' || actor.via !== 'token' || scope === null || actor.scopes.includes(scope))
    return;
  throw new Refusal('FORBIDDEN', `The token was not made for this: it takes the scope ${scope}.`, { scope });
}
