import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { insertLedgerKey } from './ledger-key.ts';

/** Another process made the key at the same moment. */
class MadeMeanwhile extends Error {}

/** Origin of an installation's checkpoints (C2SP tlog-checkpoint: an address without its scheme). Fixed at the first start. */
export const ledgerOrigin = (url: string): string => `${url.replace(/^https?:\/\//, '')}/ledger`;

/** Makes the ledger's key at the first start, as its first entry. Safe to repeat. */
export async function prepareLedgerKey(ctx: Context): Promise<void> {
  if ((await ctx.db.ledgerKey.count()) > 0) return;
  try {
    await change(ctx, async (tx) => {
      await tx.query('LOCK TABLE ledger_key IN EXCLUSIVE MODE');
      const made = await tx.query('SELECT FROM ledger_key LIMIT 1');
      if (made.rowCount) throw new MadeMeanwhile();
      const { id, vkey } = await insertLedgerKey(tx, ctx.keyring, ledgerOrigin(ctx.url));
      return {
        result: undefined,
        events: [
          {
            event: 'ledger.key-made',
            subject: { kind: 'installation', id: 'ledger' },
            data: { key: id, verifier: vkey },
          },
        ],
      };
    });
  } catch (error) {
    if (!(error instanceof MadeMeanwhile)) throw error;
  }
}
