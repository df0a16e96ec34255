import type { SampleKind } from '@countersign/contracts';
import { rangesOf } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { closedEntries } from '../pack/asked-pack.ts';
import { preparePack } from '../pack/write-pack.ts';

/** What an item of a sample is, for the index. */
export interface DescribedItem {
  readonly id: string;
  readonly version_id: string;
  readonly model: string;
  readonly version: string;
  /** Of a signature: gate, decision and who gave it; else null. */
  readonly detail: string | null;
  readonly at: Date;
}

const describeSql: Readonly<Record<SampleKind, string>> = {
  predictions: `SELECT p.id, p.version_id, m.key AS model, v.label AS version, NULL AS detail, p.answered_at AS at
    FROM prediction p JOIN version v ON v.id = p.version_id JOIN model m ON m.id = v.model_id WHERE p.id = ANY ($1::uuid[])`,
  versions: `SELECT v.id, v.id AS version_id, m.key AS model, v.label AS version, NULL AS detail, v.created_at AS at
    FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY ($1::uuid[])`,
  'sign-offs': `SELECT s.id, s.version_id, m.key AS model, v.label AS version,
      q.gate || ': ' || s.decision || ', ' || coalesce(p.name, 'Unknown person') AS detail, s.signed_at AS at
    FROM sign_off s JOIN request q ON q.id = s.request_id JOIN version v ON v.id = s.version_id JOIN model m ON m.id = v.model_id
    LEFT JOIN person p ON p.id = s.person_id WHERE s.id = ANY ($1::uuid[])`,
};

/** Items by id; one that is no longer held has none. */
export async function describeItems(
  { pool }: Pick<Context, 'pool'>,
  kind: SampleKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DescribedItem>> {
  const { rows } = await pool.query<DescribedItem>(describeSql[kind], [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * The evidence pack of one item: all entries of its version and those about itself, the prediction where it is one, and the
 * entries that froze the population and drew from it.
 * @throws Refusal NOT_FOUND while no checkpoint covers the draw
 */
export async function prepareItemPack(
  ctx: Context,
  kind: SampleKind,
  item: DescribedItem,
  { size, cited }: { readonly size: number; readonly cited: readonly number[] },
) {
  const { rows } = await ctx.pool.query<{ number: string }>(
    `SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id WHERE l.version_id = $1 AND n.number < $3
     UNION SELECT n.number FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id
       WHERE l.model_id = (SELECT model_id FROM version WHERE id = $1) AND l.subject_id = $2::text AND n.number < $3`,
    [item.version_id, item.id, size],
  );
  const entries = rangesOf([...rows.map(({ number }) => Number(number)), ...cited]);
  return preparePack(ctx, {
    entries,
    predictions: kind === 'predictions' ? [item.id] : [],
    leaveOut: { entries: await closedEntries(ctx, entries) },
  });
}
