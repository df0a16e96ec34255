import { afterRoleLost, type Role } from '@countersign/lifecycle';
import { change } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { loadVersion } from './load-version.ts';
import { moveVersion, writeConsequences } from './move-version.ts';

/**
 * A request for changes holds its gate while its author has the role. After a role was taken away, the gates that it
 * held up are settled: each version in a change of its own, since a signer and a revocation would otherwise wait for
 * each other.
 */
export async function endHolds(
  house: House,
  lost: { readonly personId: string; readonly role: Role },
): Promise<void> {
  const ctx: Context = { ...house, actor: systemActor('role-revoked') };
  const held = await ctx.pool.query<{ id: string; version_id: string }>(
    `SELECT s.id, s.version_id FROM sign_off s JOIN version v ON v.id = s.version_id
     WHERE s.person_id = $1 AND s.role = $2 AND s.decision = 'request-changes' AND s.state = 'current'
       AND NOT EXISTS (SELECT FROM role_assignment a JOIN person p ON p.id = a.person_id
         WHERE a.person_id = s.person_id AND a.role = s.role AND a.revoked_at IS NULL AND p.active
           AND (a.model_id IS NULL OR a.model_id = v.model_id))`,
    [lost.personId, lost.role],
  );
  for (const { id, version_id } of held.rows) {
    await change(ctx, async (tx) => {
      const loaded = await loadVersion(tx, { id: version_id });
      const after = afterRoleLost(loaded.state, lost, tx.at.toISOString());
      const consequent = await writeConsequences(tx, loaded, after, 'role-lost');
      const ended = { event: 'version.hold-ended', data: { signOff: id, role: lost.role } } as const;
      return { result: undefined, events: await moveVersion(tx, loaded, after, [ended, ...consequent]) };
    });
  }
}
