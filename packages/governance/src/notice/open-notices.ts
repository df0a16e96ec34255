import type { House } from '../context.ts';

/** So many are held in memory at a time. */
const atOnce = 1_000;

interface Keyed {
  readonly id: string;
  readonly version_id: string;
}

/**
 * Open notices by version, some at a time, however many there are. `select` is everything before WHERE, with `notice n` in it;
 * `$1` and `$2` are where a page begins, `$3` its length, `values` follow.
 */
export async function* openNotices<Row extends Keyed>(
  { pool }: Pick<House, 'pool'>,
  select: string,
  { where = 'true', values = [] }: { readonly where?: string; readonly values?: readonly unknown[] } = {},
): AsyncGenerator<readonly Row[]> {
  for (let after: Keyed | undefined; ; ) {
    const { rows }: { rows: Row[] } = await pool.query<Row>(
      `${select} WHERE n.ended_at IS NULL AND ${where} AND ($1::uuid IS NULL OR (n.version_id, n.id) > ($1, $2::uuid))
       ORDER BY n.version_id, n.id LIMIT $3`,
      [after?.version_id ?? null, after?.id ?? null, atOnce, ...values],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce) return;
    after = rows.at(-1);
  }
}
