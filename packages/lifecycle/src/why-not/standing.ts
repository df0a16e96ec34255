import { absentFor, peopleBehind } from '../behind.ts';
import { liftRoleOf } from '../lift.ts';
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
    // The two people are two whoever acts for whom: a deputy is not the second one beside the person who is away.
    ({ state, actor }) => {
      const mine = peopleBehind({ personId: actor.personId, deputyFor: absentFor(actor, liftRoleOf(actor)) });
      const taken = state.liftSignatures.flatMap(peopleBehind);
      return refuseIf(
        mine.some((person) => taken.includes(person)),
        'ALREADY_SIGNED',
      );
    },
  ],
};

/** The end is open from every stage, and from every standing. */
export const deprecateChecks: Checks<CommandOf<'deprecate'>> = {
  authority: [hasRole],
  ground: [isNotDeprecated],
  conditions: [],
  person: [],
};
