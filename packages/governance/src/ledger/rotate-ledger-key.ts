import { type LedgerKeyRotated, Refusal, type RotateLedgerKey } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { insertLedgerKey } from './ledger-key.ts';

/**
 * Retires the ledger's key and makes the next one, under the same origin. The checkpoint that covers this entry is signed
 * by both, so that whoever trusts the old key can go on to the new one. Whether it is really them is asked by `replaceLedgerKey`. @throws Refusal FORBIDDEN, CONFLICT while another
 * replacement is under way
 */
export async function rotateLedgerKey(
  ctx: Context,
  { comment }: Pick<RotateLedgerKey, 'comment'>,
): Promise<LedgerKeyRotated> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const retired = await tx.query<{ id: string; name: string }>(
        'UPDATE ledger_key SET retired_at = $1 WHERE retired_at IS NULL RETURNING id, name',
        [tx.at],
      );
      const before = retired.rows[0];
      if (!before) throw new Refusal('CONFLICT', 'Somebody else replaces the key at this moment.');
      const { id, vkey } = await insertLedgerKey(tx, ctx.keyring, before.name);
      return {
        result: vkey,
        events: [
          {
            event: 'ledger.key-rotated',
            subject: { kind: 'installation', id: 'ledger' },
            data: { key: id, verifier: vkey, retired: before.id },
            records: { comment },
          },
        ],
      };
    },
    { attempt: { command: 'rotate-ledger-key', subject: { kind: 'installation', id: 'ledger' } } },
  );
  return { verifier: result, receipt };
}
