import { isLive, signOffsOf } from '../endorsement.ts';
import type { VersionState } from '../state.ts';
import type { Role } from '../vocabulary.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import { moveRequests, moveSignOffs } from './reshape.ts';
import { settle } from './settle.ts';

/**
 * `state` already holds the new sign-off, last in its list. It replaces the person's earlier decision on the request;
 * a rejection closes the gate; an endorsement may satisfy it.
 */
export function afterSignOff(state: VersionState, requestId: string, at: string): Consequences {
  const made = signOffsOf(state, requestId).at(-1);
  if (made === undefined) throw new RangeError(`No sign-off at request ${requestId}`);

  const decided = moveSignOffs(
    state,
    (signOff) =>
      signOff.requestId === requestId &&
      signOff.personId === made.personId &&
      signOff.id !== made.id &&
      isLive(signOff),
    'replaced',
  );
  const answered =
    made.decision === 'reject' ? moveRequests(decided, ({ id }) => id === requestId, 'closed') : decided;
  return consequencesOf(state, settle(answered, at));
}

/** Taking back a request for changes may be what satisfies the gate. */
export const afterWithdrawSignOff = (state: VersionState, signOffId: string, at: string): Consequences =>
  consequencesOf(
    state,
    settle(
      moveSignOffs(state, ({ id }) => id === signOffId, 'withdrawn'),
      at,
    ),
  );

/** The sign-off stands for the new prose too: it counts again. Its stored presentation is the caller's writing. */
export function afterReEndorse(state: VersionState, signOffId: string, at: string): Consequences {
  const counting = moveSignOffs(state, ({ id, state: now }) => id === signOffId && now === 'owed', 'current');
  const signed = {
    ...counting,
    signOffs: counting.signOffs.map((signOff) =>
      signOff.id === signOffId ? { ...signOff, presentation: state.presentation } : signOff,
    ),
  };
  return consequencesOf(state, settle(signed, at));
}

/** The sign-offs of a withdrawn request end with it; the gate can be asked for again. */
export const afterWithdrawRequest = (state: VersionState, requestId: string): Consequences =>
  consequencesOf(
    state,
    moveRequests(state, ({ id }) => id === requestId, 'withdrawn'),
  );

/** A lost role ends what it holds up (a request for changes), never what it gave (an endorsement). */
export function afterRoleLost(
  state: VersionState,
  lost: { readonly personId: string; readonly role: Role },
  at: string,
): Consequences {
  const freed = {
    ...state,
    signOffs: state.signOffs.map((signOff) =>
      signOff.personId === lost.personId &&
      signOff.role === lost.role &&
      signOff.decision === 'request-changes'
        ? { ...signOff, roleHeld: false }
        : signOff,
    ),
  };
  return consequencesOf(state, settle(freed, at));
}
