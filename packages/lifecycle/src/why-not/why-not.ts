import type { Actor, Command, Reason, VersionState } from '../state.ts';
import { addErratumChecks, amendPresentationChecks, amendSubstanceChecks } from './amend.ts';
import { type Checks, type CommandOf, reasonsOf } from './check.ts';
import { deployChecks, promoteChecks } from './deploy.ts';
import { requestChecks, withdrawRequestChecks } from './request.ts';
import { deployExpeditedChecks, resumeChecks, rollbackChecks, stopChecks } from './serve.ts';
import { reEndorseChecks, signChecks, withdrawSignOffChecks } from './sign.ts';
import { deprecateChecks, liftChecks, markChecks } from './standing.ts';

const checksOf: { readonly [T in Command['type']]: Checks<CommandOf<T>> } = {
  request: requestChecks,
  'withdraw-request': withdrawRequestChecks,
  sign: signChecks,
  'withdraw-sign-off': withdrawSignOffChecks,
  're-endorse': reEndorseChecks,
  'amend-substance': amendSubstanceChecks,
  'amend-presentation': amendPresentationChecks,
  'add-erratum': addErratumChecks,
  deploy: deployChecks,
  'deploy-expedited': deployExpeditedChecks,
  promote: promoteChecks,
  resume: resumeChecks,
  stop: stopChecks,
  rollback: rollbackChecks,
  mark: markChecks,
  lift: liftChecks,
  deprecate: deprecateChecks,
};

/**
 * Everything that stands against a command, in the order of the checks: authority, stage, the state's conditions, the
 * person. The server throws the first, the page prints them all; empty means allowed.
 *
 * `at` is RFC 3339: overdue and lapsed are judged at that instant.
 */
export function whyNot<T extends Command['type']>(
  state: VersionState,
  command: CommandOf<T>,
  actor: Actor,
  at: string,
): Reason[] {
  const checks = checksOf[command.type as T];
  return reasonsOf(checks, { state, command, actor, at });
}

export const can = (state: VersionState, command: Command, actor: Actor, at: string): boolean =>
  whyNot(state, command, actor, at).length === 0;
