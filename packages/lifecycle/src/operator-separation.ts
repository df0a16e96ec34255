import { peopleBehind } from './behind.ts';
import { countedWhereSatisfied } from './counted.ts';
import { isAuthor } from './endorsement.ts';
import type { VersionState } from './state.ts';
import { requestsFor } from './version-facts.ts';

function isCountedAtGoLive(state: VersionState, environmentId: string, personId: string): boolean {
  const counted = countedWhereSatisfied(state);
  return requestsFor(state, 'goLive', environmentId)
    .flatMap(({ id }) => counted.get(id) ?? [])
    .some((signOff) => peopleBehind(signOff).includes(personId));
}

/**
 * Who may put a version before consumers: at low risk anybody with the role, at moderate nobody whose endorsement the
 * go-live counted, at high risk neither that person nor an author.
 */
export function isSeparateOperator(state: VersionState, environmentId: string, personId: string): boolean {
  if (state.tier === 'low') return true;
  if (state.tier === 'high' && isAuthor(state, personId)) return false;
  return !isCountedAtGoLive(state, environmentId, personId);
}
