import { peopleBehind } from './behind.ts';
import type { RequestState, SignOffState, VersionState } from './state.ts';

export const signOffsOf = (state: VersionState, requestId: string): SignOffState[] =>
  state.signOffs.filter((signOff) => signOff.requestId === requestId);

export const isAuthor = (state: Pick<VersionState, 'authors'>, personId: string): boolean =>
  state.authors.includes(personId);

/** A sign-off that its person still stands by: it counts, or will once re-endorsed. */
export const isLive = (signOff: SignOffState): boolean =>
  signOff.state === 'current' || signOff.state === 'owed';

/**
 * The endorsements that may fill a place: current, over today's substance, by and for nobody who is an author, one per
 * person, a deputy's being the absent person's too, oldest first. Void, owed, withdrawn, cleared and replaced ones never count.
 */
export function endorsementsOf(state: VersionState, request: RequestState): SignOffState[] {
  const people = new Set<string>();
  return signOffsOf(state, request.id).filter((signOff) => {
    const counts =
      signOff.decision === 'endorse' &&
      signOff.state === 'current' &&
      signOff.substance === state.substance &&
      peopleBehind(signOff).every((person) => !isAuthor(state, person) && !people.has(person));
    if (counts) for (const person of peopleBehind(signOff)) people.add(person);
    return counts;
  });
}

/** Open requests for changes: each holds its gate while its author still has the role. */
export const holdsOf = (state: VersionState, request: RequestState): SignOffState[] =>
  signOffsOf(state, request.id).filter(
    (signOff) => signOff.decision === 'request-changes' && signOff.state === 'current' && signOff.roleHeld,
  );

/** A rejection cannot be withdrawn; only an author match voids it. */
export const rejectionsOf = (state: VersionState, request: RequestState): SignOffState[] =>
  signOffsOf(state, request.id).filter(
    (signOff) => signOff.decision === 'reject' && signOff.state === 'current',
  );
