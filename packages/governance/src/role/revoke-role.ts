import { type Receipt, Refusal, type RevokeRole } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endHolds } from '../lifecycle/end-holds.ts';
import { endUncovered } from './end-uncovered.ts';
import { keepAnAdministrator } from './keep-an-administrator.ts';
import { modelIdOf } from './model-id-of.ts';

/** An administrator takes a role away; later acts are refused, earlier signatures stay. The last administrator stays. */
export async function revokeRole(ctx: Context, input: RevokeRole): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const modelId = await modelIdOf(tx, input.modelKey);
      if (input.role === 'administrator') await keepAnAdministrator(tx, input.personId);
      const revoked = await tx.query(
        `UPDATE role_assignment SET revoked_at = $1, revoked_by = $2
         WHERE person_id = $3 AND role = $4 AND model_id IS NOT DISTINCT FROM $5 AND delegation_id IS NULL AND revoked_at IS NULL
           AND (ends_at IS NULL OR ends_at > $1)`,
        [tx.at, ctx.actor.id, input.personId, input.role, modelId],
      );
      if (!revoked.rowCount) throw new Refusal('NOT_FOUND', 'The person does not hold this role.');
      const deputies = await endUncovered(tx, ctx, input.personId);
      return {
        result: undefined,
        events: [
          {
            event: 'role.revoked',
            subject: { kind: 'person', id: input.personId },
            ...(modelId ? { modelId } : {}),
            data: {
              role: input.role,
              model: modelId,
              delegation: null,
              deputies: deputies.map((one) => ({ ...one })),
            },
          },
        ],
      };
    },
    { attempt: { command: 'revoke-role', subject: { kind: 'person', id: input.personId } } },
  );
  await endHolds(ctx, { personId: input.personId, role: input.role });
  return receipt;
}
