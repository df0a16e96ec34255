import type { Reason, VersionState } from '../state.ts';
import { hasStandingRejection, isBlocked } from '../version-facts.ts';
import { refuseIf } from './check.ts';
import { stageDetail } from './stage.ts';

/** Why a mandate does not carry this version live; `missed` names the bounds that it did not meet. */
export function whyNotMandate(state: VersionState, missed: readonly string[]): Reason[] {
  if (state.stage !== 'registered') return [{ code: 'STAGE_WRONG', detail: stageDetail(state) }];
  return [
    refuseIf(isBlocked(state), 'BLOCKED'),
    refuseIf(hasStandingRejection(state), 'GATE_REJECTED'),
    refuseIf(missed.length > 0, 'MANDATE_MISSED', { missed }),
  ].filter((reason) => reason !== null);
}
