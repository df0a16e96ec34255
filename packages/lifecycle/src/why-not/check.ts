import type { Actor, Command, Reason, ReasonCode, VersionState } from '../state.ts';

export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

export interface Attempt<C extends Command = Command> {
  readonly state: VersionState;
  readonly command: C;
  readonly actor: Actor;
  /** RFC 3339. */
  readonly at: string;
}

/** A named predicate with the reason that it gives; null where there is nothing against the attempt. */
export type Check<C extends Command = Command> = (attempt: Attempt<C>) => Reason | null;

/**
 * The checks of one command. All of `authority` are told; the first refusal of `ground` (is there such a thing, at this
 * stage?) ends the list, since what follows would speak of nothing; all of `conditions` and of `person` are told.
 */
export interface Checks<C extends Command = Command> {
  readonly authority: readonly Check<C>[];
  readonly ground: readonly Check<C>[];
  readonly conditions: readonly Check<C>[];
  readonly person: readonly Check<C>[];
}

export const refuseIf = (refused: boolean, code: ReasonCode, detail?: Reason['detail']): Reason | null => {
  if (!refused) return null;
  return detail === undefined ? { code } : { code, detail };
};

export function reasonsOf<C extends Command>(checks: Checks<C>, attempt: Attempt<C>): Reason[] {
  const told = (list: readonly Check<C>[]): Reason[] =>
    list.map((check) => check(attempt)).filter((reason) => reason !== null);

  const authority = told(checks.authority);
  for (const check of checks.ground) {
    const reason = check(attempt);
    if (reason !== null) return [...authority, reason];
  }
  return [...authority, ...told(checks.conditions), ...told(checks.person)];
}
