import type { Role } from '@countersign/lifecycle';
import { change } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { endHolds } from '../lifecycle/end-holds.ts';

const mostAtOnce = 200;

/**
 * Records roles that ended by themselves. They are refused from their end on in any case; this writes the entries, and
 * settles the gates that a request for changes under such a role held up.
 */
export async function expireRoles(house: House): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('role-expired') };
  const over = await ctx.pool.query<{
    id: string;
    person_id: string;
    role: Role;
    model_id: string | null;
    delegation_id: string | null;
  }>(
    `SELECT id, person_id, role, model_id, delegation_id FROM role_assignment
     WHERE revoked_at IS NULL AND ends_at <= $1 ORDER BY ends_at LIMIT ${mostAtOnce}`,
    [ctx.clock()],
  );
  for (const { id, person_id: personId, role, model_id: modelId, delegation_id: delegation } of over.rows) {
    const isOurs = await record(ctx, id, { personId, role, modelId, delegation });
    if (isOurs) await endHolds(ctx, { personId, role });
  }
}

class RecordedAlready extends Error {}

async function record(
  ctx: Context,
  id: string,
  {
    personId,
    role,
    modelId,
    delegation,
  }: { personId: string; role: Role; modelId: string | null; delegation: string | null },
): Promise<boolean> {
  try {
    await change(ctx, async (tx) => {
      const ended = await tx.query(
        'UPDATE role_assignment SET revoked_at = ends_at WHERE id = $1 AND revoked_at IS NULL AND ends_at <= $2',
        [id, tx.at],
      );
      if (!ended.rowCount) throw new RecordedAlready();
      return {
        result: undefined,
        events: [
          {
            event: 'role.expired',
            subject: { kind: 'person', id: personId },
            ...(modelId ? { modelId } : {}),
            data: { role, model: modelId, delegation },
          },
        ],
      };
    });
    return true;
  } catch (error) {
    if (error instanceof RecordedAlready) return false;
    throw error;
  }
}
