import { type AcceptLoss, type LossAccepted, Refusal } from '@countersign/contracts';
import { readSeen, toBase64 } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { insertLedgerKey } from '../ledger/ledger-key.ts';
import { requireFresh } from '../person/require-fresh.ts';

const named = /^(.*\/ledger)(?:\/(\d+))?$/;

/** The origin after those that were used: `…/ledger`, `…/ledger/2`, `…/ledger/3`. */
function nextOrigin(origins: readonly string[]): string {
  const [, base = origins[0]!] = named.exec(origins[0]!) ?? [];
  const last = Math.max(...origins.map((origin) => Number(named.exec(origin)?.[2] ?? 1)));
  return `${base}/${last + 1}`;
}

/**
 * Lets the ledger go on from what the database has. Nothing can make it consistent with what was published: so it goes
 * on under another origin with another key, and what was published under the old one stays evidence of what was lost.
 * @throws Refusal FORBIDDEN, WRONG_CREDENTIALS, SIGN_IN_AGAIN, CONFLICT where nothing was lost
 */
export async function acceptLoss(ctx: Context, { comment, proof }: AcceptLoss): Promise<LossAccepted> {
  await requireFresh(ctx, proof);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      await tx.query('LOCK TABLE ledger_key IN EXCLUSIVE MODE');
      const loss = await ctx.published?.check(tx);
      if (!loss)
        throw new Refusal('CONFLICT', 'The database continues what was published: nothing is to be decided.');
      const { published, note, kind } = loss;
      const kept = await tx.query<{ note: string }>(
        'SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1',
      );
      const before = kept.rows[0] ? readSeen(kept.rows[0].note) : null;
      const retired = await tx.query<{ id: string; name: string }>(
        'UPDATE ledger_key SET retired_at = $1 WHERE retired_at IS NULL RETURNING id, name',
        [tx.at],
      );
      const old = retired.rows[0]!;
      const origin = nextOrigin([old.name, published.origin]);
      const { id, vkey } = await insertLedgerKey(tx, ctx.keyring, origin);
      await tx.query(
        'INSERT INTO ledger_loss (id, origin, published, size, at) VALUES ($1, $2, $3, $4, $5)',
        [uuidv7(), published.origin, note, loss.size, tx.at],
      );
      return {
        result: { verifier: vkey, origin },
        events: [
          {
            event: 'ledger.loss-accepted',
            subject: { kind: 'installation', id: 'ledger' },
            data: {
              kind,
              published: { origin: published.origin, size: published.size, root: toBase64(published.root) },
              kept: before && { origin: before.origin, size: before.size, root: toBase64(before.root) },
              size: loss.size,
              origin,
              key: id,
              verifier: vkey,
              retired: old.id,
            },
            records: { comment, published: note },
          },
        ],
      };
    },
    { attempt: { command: 'accept-loss', subject: { kind: 'installation', id: 'ledger' } } },
  );
  return { ...result, receipt };
}
