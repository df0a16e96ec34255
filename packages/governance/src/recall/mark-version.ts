import { type Marked, type MarkVersion, Refusal } from '@countersign/contracts';
import { afterMark } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

async function replacementIdOf(
  tx: Tx,
  { row }: LoadedVersion,
  label: string | undefined,
): Promise<string | null> {
  if (label === undefined) return null;
  const found = await tx.query<{ id: string; standing: string }>(
    'SELECT id, standing FROM version WHERE model_id = $1 AND label = $2',
    [row.model_id, label],
  );
  const replacement = found.rows[0];
  if (!replacement)
    throw new Refusal('BAD_INPUT', `The model has no version ${label} to move to.`, { field: 'replacement' });
  if (replacement.id === row.id || replacement.standing === 'blocked') {
    throw new Refusal(
      'BAD_INPUT',
      `Version ${label} cannot be the replacement: it is blocked, or the version itself.`,
      { field: 'replacement' },
    );
  }
  return replacement.id;
}

/**
 * Marks a version advisory or "do not use", at any stage. Blocked suspends its deployments before this returns; the
 * recall row stands from the start. Waits for nobody's signature and not for the sequencer.
 */
export async function markVersion(ctx: Context, input: MarkVersion): Promise<Marked> {
  const { attempt } = await attemptOn(ctx, `mark-${input.standing}`, input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'mark', standing: input.standing });
      const recallId = uuidv7();
      const replacementId = await replacementIdOf(tx, loaded, input.replacement);
      const after = afterMark(loaded.state, input.standing);
      const consequent = await writeConsequences(tx, loaded, after, 'blocked');
      // A worse mark ends the lifts that were gathered for the milder one: its recall gives way to this.
      await tx.query('UPDATE recall SET lifted_at = $2 WHERE version_id = $1 AND lifted_at IS NULL', [
        loaded.row.id,
        tx.at,
      ]);
      await tx.query(
        `INSERT INTO recall (id, version_id, standing, severity, reason, replacement_id, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          recallId,
          loaded.row.id,
          input.standing,
          input.severity,
          input.reason,
          replacementId,
          ctx.actor.id,
          tx.at,
        ],
      );
      await tx.query("SELECT pg_notify('deployments', $1)", [loaded.row.id]);
      const events = await moveVersion(tx, loaded, after, [
        {
          event: input.standing === 'blocked' ? 'version.marked-blocked' : 'version.marked-advisory',
          data: { recall: recallId, severity: input.severity, replacement: replacementId },
          records: { reason: input.reason },
        },
        ...consequent,
      ]);
      return { result: { recallId, standing: after.standing }, events };
    },
    { attempt, waitMs: 0 },
  );
  return { ...result, receipt };
}
