import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { type FoundRequest, findRequest } from '../request/find-request.ts';

const hourMs = 3_600_000;
/** A sign of intention that nothing came of within three days tells nobody anything. */
export const claimedMs = 72 * hourMs;
/** Somebody else's wish takes longer to reach a person. */
export const assignedMs = 7 * 24 * hourMs;

/** The request as it stands under the version's lock. @throws Refusal REQUEST_NONE */
export async function findOpen(tx: Tx, requestId: string): Promise<FoundRequest> {
  const request = await findRequest(tx, requestId);
  if (request.state !== 'open')
    throw new Refusal('REQUEST_NONE', 'The request is not open any more: nobody signs it.');
  return request;
}

/** The latest word of each person on a request stands; earlier ones stay in the ledger. */
export async function writeClaim(
  tx: Tx,
  claim: {
    requestId: string;
    personId: string;
    assignedBy: string | null;
    note: string | null;
    endsAt: Date;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO claim (request_id, person_id, assigned_by, note, at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (request_id, person_id)
     DO UPDATE SET assigned_by = $3, note = $4, at = $5, ends_at = $6, released_at = NULL`,
    [claim.requestId, claim.personId, claim.assignedBy, claim.note, tx.at, claim.endsAt],
  );
}

/** What an entry about a claim says: the version's state does not move, so it has no step. */
export const claimEvent = (
  event: 'version.claimed' | 'version.assigned' | 'version.claim-released',
  { row }: LoadedVersion,
  request: Pick<FoundRequest, 'id' | 'gate' | 'environment_id'>,
  more: { person: string; by: string; until?: string },
  note?: string | null,
): LedgerEventInput => ({
  event,
  subject: { kind: 'version', id: row.id },
  modelId: row.model_id,
  versionId: row.id,
  data: { request: request.id, gate: request.gate, environment: request.environment_id, ...more },
  ...(note ? { records: { note } } : {}),
});
