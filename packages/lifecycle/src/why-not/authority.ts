import { isPlaceRole, signingRoles } from '../place.ts';
import type { Actor, Command, VersionState } from '../state.ts';
import type { Role } from '../vocabulary.ts';
import { type Attempt, type Check, refuseIf } from './check.ts';

type CommandType = Command['type'];

const anybodyOfTheModel: readonly Role[] = [
  'developer',
  'owner',
  'reviewer',
  'approver',
  'operator',
  'compliance',
];
const mayMark: readonly Role[] = ['developer', 'reviewer', 'approver', 'operator', 'compliance'];
const mayAsk: readonly Role[] = ['developer', 'owner', 'operator'];

/** Roles that may attempt a command at all. `null`: the act belongs to one person, whose it is. */
const rolesFor: Readonly<Record<CommandType, readonly Role[] | null>> = {
  request: mayAsk,
  'withdraw-request': mayAsk,
  sign: signingRoles,
  'withdraw-sign-off': null,
  're-endorse': null,
  'amend-substance': ['developer', 'owner'],
  'amend-presentation': ['developer', 'owner'],
  'add-erratum': anybodyOfTheModel,
  deploy: ['operator'],
  'deploy-expedited': ['operator'],
  promote: ['operator'],
  resume: ['operator'],
  stop: ['operator'],
  rollback: ['operator'],
  mark: mayMark,
  lift: mayMark,
  deprecate: ['developer', 'owner', 'approver', 'operator'],
};

const signatures: readonly CommandType[] = ['sign', 'withdraw-sign-off', 're-endorse', 'lift'];

/** What a pipeline may do with a service account's token, in the place of a developer. */
const tokenCommands: readonly CommandType[] = [
  'request',
  'withdraw-request',
  'amend-substance',
  'amend-presentation',
];

/** A service account's token acts as a developer, whatever else its person holds; the system holds no role. */
export function rolesInForce(actor: Actor): readonly Role[] {
  if (actor.via === 'session' || actor.via === 'token') return actor.roles;
  return actor.via === 'service-token' ? actor.roles.filter((role) => role === 'developer') : [];
}

const holdsOneOf = (actor: Actor, allowed: readonly Role[]): boolean =>
  rolesInForce(actor).some((role) => allowed.includes(role));

/** Operators ask for go-live alone; a developer ends a version only before it was approved. */
function allowedRoles(state: VersionState, command: Command): readonly Role[] | null {
  const allowed = rolesFor[command.type];
  if (command.type === 'request' && command.gate !== 'goLive') return ['developer', 'owner'];
  if (command.type === 'withdraw-request') {
    const request = state.requests.find(({ id }) => id === command.requestId);
    return request && request.gate !== 'goLive' ? ['developer', 'owner'] : allowed;
  }
  if (command.type === 'deprecate' && state.earned === 'approved') return ['owner', 'approver', 'operator'];
  return allowed;
}

export const hasSignedInForIt: Check = ({ command, actor }) =>
  refuseIf(signatures.includes(command.type) && actor.via !== 'session', 'TOKEN_CANNOT_SIGN');

export const hasRole: Check = ({ state, command, actor }) => {
  if (actor.via !== 'session' && signatures.includes(command.type)) return null;
  const allowed = allowedRoles(state, command);
  const isRefused =
    (actor.via === 'service-token' && !tokenCommands.includes(command.type)) ||
    (allowed !== null && !holdsOneOf(actor, allowed));
  return refuseIf(isRefused, 'FORBIDDEN', allowed === null ? undefined : { roles: allowed });
};

/** The role signed under is held now and is a place of the request's gate. */
export const hasPlace = ({ state, command, actor }: Attempt): ReturnType<Check> => {
  if (command.type !== 'sign') return null;
  const request = state.requests.find(({ id }) => id === command.requestId);
  if (request === undefined) return null;
  const policy = request.policy.gates[request.gate];
  const offered =
    command.role === undefined ? actor.roles : actor.roles.filter((role) => role === command.role);
  return refuseIf(!offered.some((role) => isPlaceRole(policy, role)), 'ROLE_NOT_A_PLACE', {
    roles: policy.signOffs.map(({ role }) => role),
  });
};
