import type { LedgerStatus, WitnessRow } from '@countersign/contracts';
import { readSeen, toBase64 } from '@countersign/ledger';
import { rolesNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { publishedCheckpoint } from '../ledger/cosigned-checkpoint.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { toLedgerLoss } from '../ledger/to-ledger-loss.ts';

interface Row {
  readonly id: string;
  readonly verifier: string;
  readonly registered_at: Date;
  readonly seen_at: Date | null;
  readonly size: string | null;
  readonly at: Date | null;
}

/** What the ledger published last, its keys, and the witnesses that follow it. Nothing here is secret. */
export async function readLedgerStatus(ctx: Context): Promise<LedgerStatus> {
  const [newest, keys, roles, loss, mailboxes] = await Promise.all([
    publishedCheckpoint(ctx, 'newest'),
    listLedgerKeys(ctx),
    rolesNow(ctx, null),
    ctx.published?.check() ?? null,
    ctx.pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM mailbox WHERE confirmed_at IS NOT NULL AND removed_at IS NULL',
    ),
  ]);
  const seen = newest && readSeen(newest.note);
  const signed =
    seen &&
    (await ctx.pool.query<{ at: Date }>('SELECT at FROM ledger_checkpoint WHERE size = $1', [seen.size]));
  return {
    checkpoint: seen && {
      origin: seen.origin,
      size: seen.size,
      root: toBase64(seen.root),
      at: signed!.rows[0]!.at.toISOString(),
      note: newest.note,
    },
    keys,
    witnesses: await listWitnesses(ctx, newest?.size ?? 0),
    mailboxes: {
      count: mailboxes.rows[0]!.count,
      mayChange: roles.some((role) => role === 'administrator' || role === 'compliance'),
    },
    loss: loss && toLedgerLoss(loss),
    mayChange: roles.includes('administrator'),
  };
}

async function listWitnesses({ pool }: Context, size: number): Promise<WitnessRow[]> {
  const { rows } = await pool.query<Row>(
    `SELECT w.id, w.verifier, w.registered_at, w.seen_at, c.size, c.at
     FROM witness w LEFT JOIN LATERAL (
       SELECT size, at FROM ledger_cosignature WHERE witness_id = w.id ORDER BY size DESC LIMIT 1
     ) c ON true
     WHERE w.removed_at IS NULL ORDER BY w.registered_at`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.verifier.split('+', 1)[0]!,
    verifier: row.verifier,
    registeredAt: row.registered_at.toISOString(),
    seenAt: row.seen_at?.toISOString() ?? null,
    cosigned:
      row.size === null || row.at === null
        ? null
        : {
            size: Number(row.size),
            at: row.at.toISOString(),
            behind: Math.max(0, size - Number(row.size)),
          },
  }));
}
