import { Refusal } from '@countersign/contracts';
import { findScope, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

/** Whoever follows something: a person, signed in. What they follow is nobody else's. @throws Refusal FORBIDDEN */
export function followerOf({ actor }: Context): string {
  if (actor.kind !== 'person' || actor.via !== 'session')
    throw new Refusal('FORBIDDEN', 'People choose what they follow, signed in.');
  return actor.id;
}

/** The same for reading, which a token may do for its person. @throws Refusal FORBIDDEN */
export function readerOf({ actor }: Context): string {
  if (actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people follow something.');
  return actor.id;
}

/** @throws Refusal FORBIDDEN for somebody without any role */
export async function followScope(ctx: Context): Promise<Scope> {
  const scope = await findScope(ctx);
  if (!scope) throw new Refusal('FORBIDDEN', 'Your roles open nothing that could be followed.');
  return scope;
}
