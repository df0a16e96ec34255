import { Refusal } from '@countersign/contracts';
import type { Gate } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';

/** A request and where it belongs. */
export interface FoundRequest {
  readonly id: string;
  readonly version_id: string;
  readonly model_id: string;
  readonly gate: Gate;
  readonly environment_id: string | null;
  /** Set on the expedited road alone. */
  readonly incident: string | null;
  readonly state: string;
  readonly policy_key: string;
  readonly policy_number: number;
}

/** A request for the expedited road: always for an environment. */
export interface ExpeditedRequest extends FoundRequest {
  readonly environment_id: string;
  readonly incident: string;
}

/** Locks nothing. @throws Refusal NOT_FOUND */
export async function findRequest(tx: Pick<Tx, 'query'>, requestId: string): Promise<FoundRequest> {
  const found = await tx.query<FoundRequest>(
    `SELECT r.id, r.version_id, v.model_id, r.gate, r.environment_id, r.incident, r.state, r.policy_key, r.policy_number
     FROM request r JOIN version v ON v.id = r.version_id WHERE r.id = $1`,
    [requestId],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such request.', { requestId });
  return found.rows[0];
}

export const isExpedited = (request: FoundRequest): request is ExpeditedRequest => request.incident !== null;
