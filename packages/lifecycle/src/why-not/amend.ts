import { hasEarned } from '../version-facts.ts';
import { hasRole } from './authority.ts';
import { type Checks, type CommandOf, refuseIf } from './check.ts';
import { isNotDeprecated, stageDetail } from './stage.ts';

export const amendSubstanceChecks: Checks<CommandOf<'amend-substance'>> = {
  authority: [hasRole],
  ground: [
    isNotDeprecated,
    ({ state }) => refuseIf(hasEarned(state, 'approved'), 'STAGE_WRONG', stageDetail(state)),
  ],
  conditions: [({ state }) => refuseIf(state.stage === 'deployed', 'SERVING')],
  person: [],
};

export const amendPresentationChecks: Checks<CommandOf<'amend-presentation'>> = {
  authority: [hasRole],
  ground: [
    isNotDeprecated,
    ({ state }) => refuseIf(hasEarned(state, 'approved'), 'STAGE_WRONG', stageDetail(state)),
  ],
  conditions: [],
  person: [],
};

/** An erratum corrects what can no longer be amended. */
export const addErratumChecks: Checks<CommandOf<'add-erratum'>> = {
  authority: [hasRole],
  ground: [],
  conditions: [
    ({ state }) =>
      refuseIf(
        state.stage === 'registered' || state.stage === 'reviewed',
        'AMEND_INSTEAD',
        stageDetail(state),
      ),
  ],
  person: [],
};
