import type { VersionState } from '../state.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import {
  closeRequests,
  isLiveEndorsement,
  isOpenRequestForChanges,
  moveRequests,
  moveSignOffs,
  withDerivedStage,
} from './reshape.ts';

export interface Amendment {
  readonly kind: 'substance' | 'presentation';
  /** The new digest of what was amended. */
  readonly digest: string;
  /** Whoever amends the substance becomes an author; prose makes nobody one. */
  readonly personId: string;
}

/** The review stays open, or opens again, and each of its endorsements waits to be re-endorsed. */
function askAgain(state: VersionState): VersionState {
  const reopened = moveRequests(
    state,
    ({ gate, state: now }) => gate === 'review' && now === 'satisfied',
    'open',
  );
  const open = reopened.requests.filter(({ state: now }) => now === 'open').map(({ id }) => id);
  return moveSignOffs(
    closeRequests(reopened, ({ gate }) => gate !== 'review'),
    (signOff) =>
      open.includes(signOff.requestId) && signOff.state === 'current' && isLiveEndorsement(signOff),
    'owed',
  );
}

/**
 * A new revision. Of substance: every endorsement is void, the requests are closed. Of prose alone: endorsements are
 * owed. Either answers the requests for changes, and puts reviewed back to registered.
 */
export function afterAmendment(state: VersionState, amendment: Amendment): Consequences {
  const answered = moveSignOffs(state, isOpenRequestForChanges, 'cleared');
  const isSubstance = amendment.kind === 'substance';
  const asked = isSubstance ? closeRequests(answered, () => true) : askAgain(answered);
  const authors =
    isSubstance && !state.authors.includes(amendment.personId)
      ? [...state.authors, amendment.personId]
      : state.authors;
  return consequencesOf(
    state,
    withDerivedStage({ ...asked, [amendment.kind]: amendment.digest, authors, earned: 'registered' }),
  );
}
