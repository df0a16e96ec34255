import { Refusal, type RemoveWitness, type WitnessChanged } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/** Takes no more of its cosignatures; those that it gave stay. @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT where it is removed */
export async function removeWitness(
  ctx: Context,
  { witnessId, comment }: RemoveWitness,
): Promise<WitnessChanged> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const found = await tx.query<{ verifier: string; removed_at: Date | null }>(
        'SELECT verifier, removed_at FROM witness WHERE id = $1 FOR UPDATE',
        [witnessId],
      );
      const row = found.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such witness.');
      if (row.removed_at) throw new Refusal('CONFLICT', 'This witness was removed already.');
      await tx.query('UPDATE witness SET removed_at = $2 WHERE id = $1', [witnessId, tx.at]);
      return {
        result: undefined,
        events: [
          {
            event: 'witness.removed',
            subject: { kind: 'installation', id: 'ledger' },
            data: { witness: witnessId, verifier: row.verifier },
            records: { comment },
          },
        ],
      };
    },
    { attempt: { command: 'remove-witness', subject: { kind: 'installation', id: 'ledger' } } },
  );
  return { witnessId, receipt };
}
