import { Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { heldAt } from './held-at.ts';

/**
 * For what is taken in before its model is known: one of the roles on any model. The act itself asks again, on the model.
 * @throws Refusal FORBIDDEN; system actors pass
 */
export async function requireRoleSomewhere(ctx: Context, roles: readonly Role[]): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const held = await ctx.pool.query(
    `SELECT FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$3')} AND r.role = ANY($2) LIMIT 1`,
    [ctx.actor.id, roles, ctx.clock()],
  );
  if (!held.rowCount) throw new Refusal('FORBIDDEN', `This takes the role ${roles.join(' or ')}.`, { roles });
}
