import {
  type Lifted,
  type LiftStanding,
  type PasskeyGrant,
  type PrepareLift,
  Refusal,
} from '@countersign/contracts';
import { absentFor, afterLift, liftRoleOf } from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, type VersionEvent } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endNotices } from '../notice/end-notices.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';

/**
 * One of the two signatures that a lift takes; the second makes the version usable again. Deployments stay suspended
 * until an operator resumes them. @throws Refusal as the machine says, STALE, GRANT_INVALID
 */
export const liftStanding = (ctx: Context, input: LiftStanding): Promise<Lifted> =>
  liftWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as lifting would */
export const prepareLift = (ctx: Context, input: PrepareLift): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => liftWith(ctx, input, seal));

async function liftWith(ctx: Context, input: PrepareLift, seal: Seal): Promise<Lifted> {
  const { attempt } = await attemptOn(ctx, 'lift', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const { row } = loaded;
      const actor = await refuseUnlessAllowed(tx, ctx, loaded, { type: 'lift' });
      const signer = signerOf(ctx.actor);
      const role = liftRoleOf(actor);
      const deputyFor = absentFor(actor, role);
      const open = await tx.query<{ id: string }>(
        'SELECT id FROM recall WHERE version_id = $1 AND lifted_at IS NULL ORDER BY at DESC LIMIT 1',
        [row.id],
      );
      const recallId = open.rows[0]?.id;
      if (!role || !recallId) throw new Refusal('NOTHING_TO_LIFT', 'There is nothing to lift.');
      if (recallId !== input.recallId)
        throw new Refusal(
          'STALE',
          'The version is marked anew since you opened it. Read why, and sign again.',
        );
      const act = await signAct(tx, ctx, seal, {
        act: 'lift',
        subjectId: recallId,
        signer,
        role,
        deputyFor,
        decision: 'endorse',
        comment: input.comment,
        substance: row.substance,
        presentation: row.presentation,
        content: {
          model: { id: row.model_id, key: row.model_key },
          version: { id: row.id, label: row.label },
          standing: row.standing,
          revision: row.revision,
          substance: row.substance,
          presentation: row.presentation,
        },
      });
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
        data: { recall: recallId, ...act.data },
        records: { comment: input.comment, record: act.record },
      };
      const ends: VersionEvent[] = [];
      if (lifted) {
        await tx.query('UPDATE recall SET lifted_at = $2 WHERE id = $1', [recallId, tx.at]);
        await tx.query("SELECT pg_notify('deployments', $1)", [row.id]);
        ends.push({ event: 'version.lifted', data: { recall: recallId } });
      }
      const stillMarked = await stillMarkedWith(tx, recallId);
      const events = await moveVersion(tx, loaded, after, [signed, ...ends]);
      const ended = lifted ? await endNotices(tx, [recallId], 'lifted') : [];
      return { result: { lifted, stillMarked }, events: [...events, ...ended] };
    },
    { attempt },
  );
  return { ...result, receipt };
}

/** Labels of the versions of the same recall whose marks stand. */
async function stillMarkedWith(tx: Pick<Tx, 'query'>, recallId: string): Promise<string[]> {
  const { rows } = await tx.query<{ label: string }>(
    `SELECT v.label FROM recall one JOIN recall r ON coalesce(r.raised_with, r.id) = coalesce(one.raised_with, one.id)
     JOIN version v ON v.id = r.version_id WHERE one.id = $1 AND r.id <> one.id AND r.lifted_at IS NULL ORDER BY v.number DESC`,
    [recallId],
  );
  return rows.map(({ label }) => label);
}
