import type { Role } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type DeputyRole, endUncovered } from './end-uncovered.ts';

/** Every role of somebody whose account is being closed; `deputies` are those who lose a role with them. */
export async function revokeRolesOf(
  tx: Tx,
  ctx: Context,
  personId: string,
): Promise<{ roles: Role[]; deputies: DeputyRole[]; events: LedgerEventInput[] }> {
  const revoked = await tx.query<{ role: Role; model_id: string | null; delegation_id: string | null }>(
    `UPDATE role_assignment SET revoked_at = least($2, ends_at), revoked_by = $3
     WHERE person_id = $1 AND revoked_at IS NULL RETURNING role, model_id, delegation_id`,
    [personId, tx.at, ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  const deputies = await endUncovered(tx, ctx, personId);
  return {
    roles: revoked.rows.map(({ role }) => role),
    deputies,
    events: revoked.rows.map(({ role, model_id: modelId, delegation_id: delegation }) => ({
      event: 'role.revoked',
      subject: { kind: 'person', id: personId },
      ...(modelId ? { modelId } : {}),
      data: { role, model: modelId, delegation, deputies: [] },
    })),
  };
}
