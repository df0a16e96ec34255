import type { PersonRef, RetentionClass } from '@countersign/contracts';
import { canonicalJson } from '@countersign/ledger';
import { sha256Hex, type Tx } from '../change.ts';
import { personJson } from '../person/read-names.ts';
import type { RetentionRule } from './retention-sql.ts';

export interface RetentionClassRow extends RetentionRule {
  readonly name: string;
  readonly reason: string;
  readonly by: PersonRef;
  readonly at: Date;
  readonly state: RetentionClass['state'];
  readonly model_keys: string[] | null;
  readonly turned_on_by: PersonRef | null;
  readonly turned_on_at: Date | null;
  readonly ended_by: PersonRef | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly removed: number;
  readonly last: Date | null;
}

/** Classes with who did what; conditions follow, about `retention_class c`. */
export const retentionClassSql = `SELECT c.id, c.name, c.what, c.models, c.clock, c.days, c.reason, c.at, c.state, c.turned_on_at, c.ended_at, c.end_reason,
    ARRAY(SELECT m.key FROM model m WHERE m.id = ANY (c.models) ORDER BY m.key) AS model_keys,
    ${personJson('p')} AS by, ${personJson('o')} AS turned_on_by, ${personJson('e')} AS ended_by,
    (SELECT coalesce(sum(b.predictions), 0)::float8 FROM retention_batch b WHERE b.class_id = c.id) AS removed,
    (SELECT max(b.at) FROM retention_batch b WHERE b.class_id = c.id) AS last
  FROM retention_class c LEFT JOIN person p ON p.id = c.person_id LEFT JOIN person o ON o.id = c.turned_on_by LEFT JOIN person e ON e.id = c.ended_by`;

/** Hex SHA-256 over what a class says: whoever turns it on signs this. */
export const retentionDigest = ({
  id,
  name,
  what,
  models,
  clock,
  days,
  reason,
}: RetentionRule & { name: string; reason: string }): string =>
  sha256Hex(canonicalJson({ id, name, what, models: models && [...models], clock, days, reason }));

export async function lockRetentionClass(tx: Tx, id: string): Promise<RetentionClassRow | undefined> {
  await tx.query('SELECT FROM retention_class WHERE id = $1 FOR UPDATE', [id]);
  const { rows } = await tx.query<RetentionClassRow>(`${retentionClassSql} WHERE c.id = $1`, [id]);
  return rows[0];
}

export const toRetentionClass = (row: RetentionClassRow): RetentionClass => ({
  id: row.id,
  name: row.name,
  what: row.what,
  models: row.models && row.model_keys,
  clock: row.clock,
  days: row.days,
  reason: row.reason,
  by: row.by,
  at: row.at.toISOString(),
  state: row.state,
  turnedOn:
    row.turned_on_at && row.turned_on_by
      ? { by: row.turned_on_by, at: row.turned_on_at.toISOString() }
      : null,
  ended:
    row.ended_at && row.ended_by
      ? { by: row.ended_by, at: row.ended_at.toISOString(), reason: row.end_reason ?? '' }
      : null,
  digest: retentionDigest(row),
  removed: { predictions: row.removed, last: row.last?.toISOString() ?? null },
});
