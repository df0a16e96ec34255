import type { Actor, Reason, VersionState } from './state.ts';
import { deploymentIn, isBlocked } from './version-facts.ts';
import { whyNot } from './why-not/why-not.ts';

/** An operator who is nobody in particular: asks about the version alone. */
const anyOperator: Actor = { personId: '', roles: ['operator'], via: 'session' };

/**
 * What stands against starting a version in an environment, whoever does it: nothing where it serves there by the record, may be
 * deployed there as champion, or may be rolled back to there. Where it serves as a shadow alone, its gates are asked.
 * `at` is RFC 3339.
 */
export function whyNotStart(state: VersionState, environmentId: string, at: string): Reason[] {
  const present = deploymentIn(state, environmentId);
  const answers = present?.state === 'serving' && present.role !== 'shadow';
  if (answers && !isBlocked(state)) return [];
  const deploy = whyNot(state, { type: 'deploy', role: 'champion', environmentId }, anyOperator, at);
  if (deploy.length === 0) return [];
  const rollback = whyNot(state, { type: 'rollback', environmentId }, anyOperator, at);
  return rollback.length === 0 ? [] : deploy;
}
