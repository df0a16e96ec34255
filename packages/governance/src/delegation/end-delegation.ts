import { type EndDelegation, type Receipt, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endHolds } from '../lifecycle/end-holds.ts';

/** Ends it before its day: the person who came back, the deputy, or an administrator. */
export async function endDelegation(ctx: Context, { delegationId }: EndDelegation): Promise<Receipt> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const found = await tx.query<{ person_id: string; deputy_id: string }>(
        'SELECT person_id, deputy_id FROM delegation WHERE id = $1 AND ended_at IS NULL AND ends_at > $2 FOR UPDATE',
        [delegationId, tx.at],
      );
      const delegation = found.rows[0];
      if (delegation?.person_id !== ctx.actor.id && delegation?.deputy_id !== ctx.actor.id)
        await requireRole(tx, ctx.actor, null, ['administrator']);
      if (!delegation) throw new Refusal('NOT_FOUND', 'There is no such delegation that runs or is to come.');
      await tx.query('UPDATE delegation SET ended_at = $2, ended_by = $3 WHERE id = $1', [
        delegationId,
        tx.at,
        ctx.actor.id,
      ]);
      const revoked = await tx.query<{ role: Role }>(
        `UPDATE role_assignment SET revoked_at = $2, revoked_by = $3
         WHERE delegation_id = $1 AND revoked_at IS NULL RETURNING role`,
        [delegationId, tx.at, ctx.actor.id],
      );
      return {
        result: { deputyId: delegation.deputy_id, roles: new Set(revoked.rows.map(({ role }) => role)) },
        events: [
          {
            event: 'delegation.ended',
            subject: { kind: 'person', id: delegation.person_id },
            data: { delegation: delegationId, deputy: delegation.deputy_id },
          },
        ],
      };
    },
    { attempt: { command: 'end-delegation', subject: { kind: 'installation', id: 'delegations' } } },
  );
  for (const role of result.roles) await endHolds(ctx, { personId: result.deputyId, role });
  return receipt;
}
