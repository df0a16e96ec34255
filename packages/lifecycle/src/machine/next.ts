import { absentFor } from '../behind.ts';
import { afterAmendment } from '../consequences/after-amendment.ts';
import { afterAuthorFound, afterEvidence, afterReferences } from '../consequences/after-fact.ts';
import {
  afterDeploymentChange,
  afterDeprecate,
  afterLapse,
  afterLift,
  afterMark,
} from '../consequences/after-serving.ts';
import {
  afterReEndorse,
  afterRoleLost,
  afterSignOff,
  afterWithdrawRequest,
  afterWithdrawSignOff,
} from '../consequences/after-sign-off.ts';
import { liftRoleOf } from '../lift.ts';
import { signingRoleOf } from '../signing-role.ts';
import type { Actor, Command, SignOffState, VersionState } from '../state.ts';
import { hasGoLive } from '../version-facts.ts';
import { whyNotMandate } from '../why-not/mandate.ts';
import { can } from '../why-not/why-not.ts';
import { deployed, mandated, withDeployment, withOwnChampions, withoutDeployment } from './deploying.ts';
import { type GovernedEvent, isSystemEvent, type SystemEvent, type VersionEvent } from './version-event.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

function requested(state: VersionState, command: CommandOf<'request'>, id?: string): VersionState {
  return {
    ...state,
    requests: [
      ...state.requests,
      {
        id: id ?? `request-${state.requests.length + 1}`,
        gate: command.gate,
        environmentId: command.gate === 'goLive' ? (command.environmentId ?? null) : null,
        policy: state.policy,
        state: 'open',
        substance: state.substance,
      },
    ],
  };
}

function signed(
  state: VersionState,
  command: CommandOf<'sign'>,
  actor: Actor,
  at: string,
  id?: string,
): VersionState {
  const role = command.role ?? signingRoleOf(state, command.requestId, actor);
  if (role === null) return state;
  const signOff: SignOffState = {
    id: id ?? `sign-off-${state.signOffs.length + 1}`,
    requestId: command.requestId,
    personId: actor.personId,
    role,
    deputyFor: absentFor(actor, role),
    decision: command.decision,
    substance: state.substance,
    presentation: state.presentation,
    state: 'current',
    roleHeld: true,
  };
  return afterSignOff({ ...state, signOffs: [...state.signOffs, signOff] }, command.requestId, at).next;
}

function lifted(state: VersionState, actor: Actor): VersionState {
  const role = liftRoleOf(actor);
  if (role === null) return state;
  return afterLift({
    ...state,
    liftSignatures: [
      ...state.liftSignatures,
      { personId: actor.personId, role, deputyFor: absentFor(actor, role) },
    ],
  }).next;
}

/** A version that was found here, and has no go-live of its own, returns on the ground on which it was found. */
const groundOfReturn = (state: VersionState, environmentId: string) =>
  state.asFound && !hasGoLive(state, environmentId) ? 'as-found' : 'gates';

function afterCommand(state: VersionState, { command, actor, at, id, digest }: GovernedEvent): VersionState {
  switch (command.type) {
    case 'request':
      return requested(state, command, id);
    case 'withdraw-request':
      return afterWithdrawRequest(state, command.requestId).next;
    case 'sign':
      return signed(state, command, actor, at, id);
    case 'withdraw-sign-off':
      return afterWithdrawSignOff(state, command.signOffId, at).next;
    case 're-endorse':
      return afterReEndorse(state, command.signOffId, at).next;
    case 'amend-substance':
    case 'amend-presentation': {
      const kind = command.type === 'amend-substance' ? 'substance' : 'presentation';
      return afterAmendment(state, { kind, digest: digest ?? `${state[kind]}'`, personId: actor.personId })
        .next;
    }
    case 'add-erratum':
      return state;
    case 'deploy':
      return deployed(state, { ...command, ground: 'gates', id }, at);
    case 'deploy-expedited':
      return deployed(
        { ...state, expeditedUsed: true },
        { environmentId: command.environmentId, role: 'champion', ground: 'expedited', id },
        at,
      );
    case 'promote':
      return withDeployment(state, ({ environmentId }) => environmentId === command.environmentId, {
        role: 'champion',
      });
    case 'resume':
      return withDeployment(state, (deployment) => deployment.id === command.deploymentId, {
        state: 'serving',
      });
    case 'stop':
      return withoutDeployment(state, command.environmentId);
    case 'rollback':
      return deployed(
        state,
        {
          environmentId: command.environmentId,
          role: 'champion',
          ground: groundOfReturn(state, command.environmentId),
          id,
        },
        at,
      );
    case 'mark':
      return withOwnChampions(afterMark(state, command.standing).next);
    case 'lift':
      return lifted(state, actor);
    case 'deprecate':
      return withOwnChampions(afterDeprecate(state).next);
  }
}

function afterSystemEvent(state: VersionState, event: SystemEvent): VersionState {
  switch (event.type) {
    case 'evidence.recorded':
      return afterEvidence(state, event.evidence, event.at).next;
    case 'references.changed':
      return afterReferences(state, event.references, event.at).next;
    case 'author.found':
      return afterAuthorFound(state, event.personId, event.at).next;
    case 'role.lost':
      return afterRoleLost(state, event, event.at).next;
    case 'deployments.changed':
      return withOwnChampions(afterDeploymentChange(state, event.deployments).next);
    case 'expedited.lapsed':
      return withOwnChampions(afterLapse(state, event.at).next);
    case 'approval.ended':
      return state;
    case 'mandate.used':
      return mandated(state, event.environmentId, event.at);
  }
}

/** Facts are taken as they come; commands and mandates only where nothing stands against them. */
export function isAllowed(state: VersionState, event: VersionEvent): boolean {
  if (!isSystemEvent(event)) return can(state, event.command, event.actor, event.at);
  return event.type !== 'mandate.used' || whyNotMandate(state, event.missed).length === 0;
}

/**
 * The version after an event, or unchanged where the event is refused: the pure interpreter that the machine, the
 * checker and the tests run on. The server writes the rows that `after…` names instead.
 */
export function next(state: VersionState, event: VersionEvent): VersionState {
  if (!isAllowed(state, event)) return state;
  return isSystemEvent(event) ? afterSystemEvent(state, event) : afterCommand(state, event);
}
