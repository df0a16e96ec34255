import { Refusal } from '@countersign/contracts';
import type { Actor } from '../context.ts';

/** For what people do about accounts: signed in, never by a token. @throws Refusal FORBIDDEN */
export function requireSession(actor: Actor): void {
  if (actor.kind === 'person' && actor.via === 'token')
    throw new Refusal('FORBIDDEN', 'API tokens change nothing about people. Sign in for it.');
}
