import { standings } from '../vocabulary.ts';
import { hasRole, hasSignedInForIt } from './authority.ts';
import { type Checks, type CommandOf, refuseIf } from './check.ts';
import { isNotDeprecated } from './stage.ts';

/** Marking only worsens; every improvement is a lift. */
export const markChecks: Checks<CommandOf<'mark'>> = {
  authority: [hasRole],
  ground: [],
  conditions: [
    ({ state, command }) =>
      refuseIf(standings.indexOf(command.standing) <= standings.indexOf(state.standing), 'STANDING_ALREADY', {
        standing: state.standing,
      }),
  ],
  person: [],
};

/** One person's signature under a lift; `liftProgress` tells when it takes effect. */
export const liftChecks: Checks<CommandOf<'lift'>> = {
  authority: [hasSignedInForIt, hasRole],
  ground: [({ state }) => refuseIf(state.standing === 'usable', 'NOTHING_TO_LIFT')],
  conditions: [],
  person: [
    ({ state, actor }) =>
      refuseIf(
        state.liftSignatures.some(({ personId }) => personId === actor.personId),
        'ALREADY_SIGNED',
      ),
  ],
};

/** The end is open from every stage, and from every standing. */
export const deprecateChecks: Checks<CommandOf<'deprecate'>> = {
  authority: [hasRole],
  ground: [isNotDeprecated],
  conditions: [],
  person: [],
};
