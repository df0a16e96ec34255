import {
  type Actor,
  gateProgress,
  type Reason,
  type ReasonCode,
  type Role,
  whyNot,
} from '@countersign/lifecycle';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { whyNotSignExpedited } from './sign-expedited.ts';

/** A check that is missing or fails keeps nobody from reading, asking for changes or rejecting. */
const bearable: readonly ReasonCode[] = ['EVIDENCE_MISSING', 'EVIDENCE_FAILED'];

export interface AskedRequest {
  readonly id: string;
  /** Set on the expedited road alone. */
  readonly incident: string | null;
  readonly environment_id: string | null;
}

/** The role under which somebody could sign an open request now, or what keeps them from it. */
export function signingPlace(
  loaded: LoadedVersion,
  request: AskedRequest,
  actor: Actor,
  at: string,
): { readonly role: Role } | { readonly reason: Reason } {
  if (actor.via !== 'session') return { reason: { code: 'TOKEN_CANNOT_SIGN' } };
  return request.incident === null
    ? ordinaryPlace(loaded, request.id, actor, at)
    : expeditedPlace(loaded, request, actor, at);
}

function ordinaryPlace(
  { state }: LoadedVersion,
  requestId: string,
  actor: Actor,
  at: string,
): ReturnType<typeof signingPlace> {
  if (state.requests.find(({ id }) => id === requestId)?.state !== 'open')
    return { reason: { code: 'REQUEST_NONE' } };
  const isSigned = state.signOffs.some(
    (signOff) =>
      signOff.requestId === requestId &&
      signOff.personId === actor.personId &&
      (signOff.state === 'current' || signOff.state === 'owed'),
  );
  if (isSigned) return { reason: { code: 'ALREADY_SIGNED' } };
  const { missing } = gateProgress(state, requestId);
  const place = missing.find(({ role }) => actor.roles.includes(role));
  const command = { type: 'sign', requestId, decision: 'endorse' } as const;
  const reason = whyNot(state, place ? { ...command, role: place.role } : command, actor, at).find(
    ({ code }) => !bearable.includes(code),
  );
  if (reason) return { reason };
  if (!place)
    return { reason: { code: 'ROLE_NOT_A_PLACE', detail: { roles: missing.map(({ role }) => role) } } };
  return { role: place.role };
}

/** Its one signature stands alone for every gate, so it is given under a role of one's own. */
function expeditedPlace(
  loaded: LoadedVersion,
  { incident, environment_id }: AskedRequest,
  actor: Actor,
  at: string,
): ReturnType<typeof signingPlace> {
  const roles = actor.roles.filter((role) => !actor.deputyFor?.[role]);
  const role = roles.find((one) => one === 'reviewer' || one === 'approver');
  if (!role || incident === null || environment_id === null)
    return { reason: { code: 'ROLE_NOT_A_PLACE', detail: { roles: ['reviewer', 'approver'] } } };
  const [reason] = whyNotSignExpedited(
    loaded,
    { incident, environment_id },
    { id: actor.personId, roles },
    at,
  );
  return reason ? { reason } : { role };
}
