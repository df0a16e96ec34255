import { type LiftStanding, type Receipt, Refusal } from '@countersign/contracts';
import { absentFor, afterLift, liftRoleOf } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, type VersionEvent } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/**
 * One of the two signatures that a lift takes; the second makes the version usable again. Deployments stay suspended
 * until an operator resumes them.
 */
export async function liftStanding(
  ctx: Context,
  input: LiftStanding,
): Promise<{ lifted: boolean; receipt: Receipt }> {
  const { attempt } = await attemptOn(ctx, 'lift', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const actor = await refuseUnlessAllowed(tx, ctx, loaded, { type: 'lift' });
      const role = liftRoleOf(actor);
      const deputyFor = absentFor(actor, role);
      const open = await tx.query<{ id: string }>(
        'SELECT id FROM recall WHERE version_id = $1 AND lifted_at IS NULL ORDER BY at DESC LIMIT 1',
        [loaded.row.id],
      );
      const recallId = open.rows[0]?.id;
      if (!role || !recallId) throw new Refusal('NOTHING_TO_LIFT', 'There is nothing to lift.');
      const after = afterLift({
        ...loaded.state,
        liftSignatures: [...loaded.state.liftSignatures, { personId: actor.personId, role, deputyFor }],
      });
      const lifted = after.standing === 'usable';
      await tx.query(
        'INSERT INTO recall_lift (recall_id, person_id, role, comment, at, deputy_for) VALUES ($1, $2, $3, $4, $5, $6)',
        [recallId, actor.personId, role, input.comment, tx.at, deputyFor],
      );
      const signed: VersionEvent = {
        event: 'version.lift-signed',
        data: { recall: recallId, role, ...(deputyFor ? { deputyFor } : {}) },
        records: { comment: input.comment },
      };
      const ends: VersionEvent[] = [];
      if (lifted) {
        await tx.query('UPDATE recall SET lifted_at = $2 WHERE id = $1', [recallId, tx.at]);
        await tx.query("SELECT pg_notify('deployments', $1)", [loaded.row.id]);
        ends.push({ event: 'version.lifted', data: { recall: recallId } });
      }
      return { result: lifted, events: await moveVersion(tx, loaded, after, [signed, ...ends]) };
    },
    { attempt },
  );
  return { lifted: result, receipt };
}
