import { type Receipt, Refusal, type WithdrawReference } from '@countersign/contracts';
import { afterReferences, type ReferenceKind } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { referrers } from './reference-roles.ts';

interface Found {
  readonly version_id: string;
  readonly kind: ReferenceKind;
  readonly value: string;
  readonly withdrawn_at: Date | null;
}

async function find(tx: Pick<Tx, 'query'>, id: string): Promise<Found> {
  const { rows } = await tx.query<Found>(
    'SELECT version_id, kind, value, withdrawn_at FROM version_reference WHERE id = $1',
    [id],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such reference.', { referenceId: id });
  return rows[0];
}

/**
 * Withdraws a reference; it stays to be read. Where it was the last of a kind that a gate requires, that gate falls like
 * one whose required check fails. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where it is withdrawn already
 */
export async function withdrawReference(ctx: Context, input: WithdrawReference): Promise<Receipt> {
  const { version_id: id } = await find(ctx.pool, input.referenceId);
  const { attempt } = await attemptOn(ctx, 'withdraw-reference', { id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      await requireRole(tx, ctx.actor, loaded.row.model_id, referrers);
      // Under the version's lock: two withdrawals follow each other.
      const found = await find(tx, input.referenceId);
      if (found.withdrawn_at) throw new Refusal('CONFLICT', `${found.value} is withdrawn already.`, {});
      await tx.query(
        'UPDATE version_reference SET withdrawn_at = $2, withdrawn_by = $3, reason = $4 WHERE id = $1',
        [input.referenceId, tx.at, ctx.actor.id, input.reason],
      );
      const left = await tx.query<{ kind: ReferenceKind }>(
        'SELECT DISTINCT kind FROM version_reference WHERE version_id = $1 AND withdrawn_at IS NULL',
        [id],
      );
      const after = afterReferences(
        loaded.state,
        left.rows.map(({ kind }) => kind),
        tx.at.toISOString(),
      );
      const consequent = await writeConsequences(tx, loaded, after, 'reference-withdrawn');
      const events = await moveVersion(tx, loaded, after, [
        {
          event: 'version.reference-withdrawn',
          data: { reference: input.referenceId, kind: found.kind },
          records: { reason: input.reason },
        },
        ...consequent,
      ]);
      return { result: undefined, events };
    },
    { attempt },
  );
  return receipt;
}
