import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';

/** A role that somebody holds as a deputy, as entries name it. */
export interface DeputyRole {
  readonly person: string;
  readonly role: string;
  readonly model: string | null;
  readonly delegation: string;
}

/** Columns of a `role_assignment d` as a `DeputyRole`. */
export const deputyColumns =
  'd.person_id AS person, d.role, d.model_id AS model, d.delegation_id AS delegation';

/**
 * A deputy has no more than the person who is away: what that person no longer holds, the deputy loses with them. Returns
 * what ended, for the entry that says why.
 */
export async function endUncovered(tx: Tx, ctx: Context, absentId: string): Promise<DeputyRole[]> {
  const { rows } = await tx.query<DeputyRole>(
    `UPDATE role_assignment d SET revoked_at = least($2, d.ends_at), revoked_by = $3
     WHERE d.deputy_for = $1 AND d.revoked_at IS NULL AND NOT EXISTS (
       SELECT FROM role_assignment o WHERE o.person_id = $1 AND o.delegation_id IS NULL AND o.role = d.role AND o.revoked_at IS NULL
         AND (o.ends_at IS NULL OR o.ends_at > $2) AND (o.model_id IS NULL OR o.model_id = d.model_id))
     RETURNING ${deputyColumns}`,
    [absentId, tx.at, ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  return rows;
}
