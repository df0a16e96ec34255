import type { DatasetRecheck, ListRechecks, RecheckPage } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { noSuchVersion } from '../lifecycle/load-version.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';

const byId = keyset('rechecks', 'uuid');

interface Stored extends Omit<DatasetRecheck, 'at' | 'rows' | 'recordedRows' | 'recordedDigest'> {
  readonly at: Date;
  readonly rows: string | null;
  readonly recorded_rows: string | null;
  readonly recorded_digest: string | null;
}
const count = (rows: string | null): number | null => (rows === null ? null : Number(rows));

/** How often queries of a version's dataset references were run again and what came of it, the newest first. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listRechecks(ctx: Context, input: ListRechecks): Promise<RecheckPage> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  const scope = await requireInsight(ctx);
  const version = await ctx.db.version.findFirst({
    where: { label: input.version, model: { is: { key: input.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw noSuchVersion(input);
  requireModelIn(scope, version.modelId);
  const found = await ctx.pool.query<Stored>(
    `SELECT d.id, d.dataset, d.revision, d.result, d.basis, d.rows, d.digest, d.recorded_rows, d.recorded_digest, d.comment, ${personJson('p')} AS by, d.at
     FROM dataset_recheck d LEFT JOIN person p ON p.id = d.person_id
     WHERE d.version_id = $1 AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3`,
    [version.id, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return {
    items: rows.map(({ recorded_rows: recordedRows, recorded_digest: recordedDigest, ...row }) => ({
      ...row,
      rows: count(row.rows),
      recordedRows: count(recordedRows),
      recordedDigest,
      at: row.at.toISOString(),
    })),
    next,
  };
}
