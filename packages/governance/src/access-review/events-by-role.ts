import type { LedgerEvent } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';

/**
 * Events that somebody causes by a role, beside the signatures that name it. An act that several roles allow shows each of
 * them as used: the ledger tells who acted, not which of the roles let them.
 */
export const eventsByRole: Readonly<Record<Role, readonly LedgerEvent[]>> = {
  administrator: [
    'person.added',
    'person.deactivated',
    'person.reopened',
    'person.link-offered',
    'person.address-verified',
    'role.granted',
    'role.revoked',
    'service.made',
    'service.handed-over',
    'environment.made',
    'environment.permit-terms-set',
    'policy.published',
    'access.reviewed',
  ],
  owner: [
    'model.created',
    'model.tier-proposed',
    'version.requested',
    'version.request-withdrawn',
    'version.amended',
    'version.deprecated',
  ],
  developer: ['version.registered', 'version.requested', 'version.amended', 'version.evidence-requested'],
  reviewer: ['version.signed-off', 'model.tier-set', 'model.tier-refused'],
  approver: ['version.signed-off', 'model.tier-set', 'model.tier-refused'],
  operator: [
    'version.deployed',
    'version.deployed-expedited',
    'version.promoted',
    'version.stopped',
    'version.rolled-back-to',
    'version.resumed',
  ],
  compliance: [
    'version.marked-advisory',
    'version.marked-blocked',
    'version.lift-signed',
    'prediction.replayed',
  ],
  auditor: ['prediction.replayed'],
  consumer: ['predictions.recorded'],
  viewer: [],
};
