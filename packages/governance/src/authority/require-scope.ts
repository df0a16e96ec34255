import { Refusal, type TokenScope } from '@countersign/contracts';
import type { Actor } from '../context.ts';

/** @throws Refusal FORBIDDEN where a token was not made for this; sessions and the system have no scopes */
export function requireScope(actor: Actor, scope: TokenScope): void {
  if (actor.kind !== 'person' || actor.via !== 'token' || actor.scopes.includes(scope)) return;
  throw new Refusal('FORBIDDEN', `The token was not made for this: it takes the scope ${scope}.`, { scope });
}
