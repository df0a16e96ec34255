import type { Context, House } from '../context.ts';
import type { SignedCheckpoint } from './sign-checkpoint.ts';

interface CheckpointRow {
  readonly size: string;
  readonly note: string;
}

const toSigned = (row: CheckpointRow | undefined): SignedCheckpoint | null =>
  row ? { size: Number(row.size), note: row.note } : null;

/** The newest checkpoint; null before the first. */
export async function latestCheckpoint(house: Pick<House, 'pool'>): Promise<SignedCheckpoint | null> {
  const { rows } = await house.pool.query<CheckpointRow>(
    'SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1',
  );
  return toSigned(rows[0]);
}

/** The first checkpoint that covers an entry; null where none does yet. */
export async function checkpointOver(
  ctx: Pick<Context, 'pool'>,
  number: number,
): Promise<SignedCheckpoint | null> {
  const { rows } = await ctx.pool.query<CheckpointRow>(
    'SELECT size, note FROM ledger_checkpoint WHERE size > $1 ORDER BY size LIMIT 1',
    [number],
  );
  return toSigned(rows[0]);
}

/** The same for many entries: the note of each by its number, without those that none covers yet. */
export async function checkpointsOver(
  ctx: Pick<Context, 'pool'>,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { rows } = await ctx.pool.query<{ number: string; note: string }>(
    `SELECT n.number, c.note FROM unnest($1::bigint[]) AS n (number), LATERAL
       (SELECT note FROM ledger_checkpoint WHERE size > n.number ORDER BY size LIMIT 1) AS c`,
    [numbers],
  );
  return new Map(rows.map(({ number, note }) => [Number(number), note]));
}
