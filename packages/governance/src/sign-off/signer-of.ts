import { Refusal } from '@countersign/contracts';
import type { Actor } from '../context.ts';

/** A person signed in by a session: the only kind of actor that signs. @throws Refusal TOKEN_CANNOT_SIGN */
export function signerOf(actor: Actor): Extract<Actor, { kind: 'person' }> & { sessionId: string } {
  if (actor.kind !== 'person' || actor.via !== 'session' || actor.sessionId === null) {
    throw new Refusal('TOKEN_CANNOT_SIGN', 'An API token can never sign: sign in as a person.');
  }
  return { ...actor, sessionId: actor.sessionId };
}
