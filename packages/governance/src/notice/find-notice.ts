import { type NoticeExtract, type NoticeState, Refusal, type ToldSwitch } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { type NoticeRecord, noticeSelect } from './notice-row.ts';
import { toldSwitch } from './told-switch.ts';

/** A notice as use cases decide with it. */
export interface NoticeStored extends NoticeRecord {
  readonly version_id: string;
  readonly model_id: string;
  readonly state: NoticeState;
  readonly reason: string | null;
  readonly affected: string | null;
  readonly fallback: string | null;
  readonly sunset_at: string | null;
  readonly deprecated_because: string | null;
  readonly extract: NoticeExtract | null;
  readonly switch: ToldSwitch | null;
}

/** The consumer's part of the newest re-scoring that belongs to the recall or the switch. */
const extractSql = `(SELECT json_build_object('rescoringId', x.rescoring_id, 'fixed', o.definition->>'fixed', 'rows', x.rows, 'flipped', x.flipped, 'bytes', x.bytes,
    'digest', x.digest, 'at', to_char(o.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM rescoring o JOIN rescoring_extract x ON x.rescoring_id = o.id AND x.consumer = n.consumer_key
  WHERE o.state = 'done' AND (o.recall_id IN (SELECT f.id FROM recall f WHERE f.id = n.recall_id OR f.raised_with = n.recall_id)
    OR o.id = (SELECT w.rescoring_id FROM planned_switch w WHERE w.id = n.switch_id)) ORDER BY o.finished_at DESC LIMIT 1)`;

const select = noticeSelect.replace(
  'SELECT n.id,',
  `SELECT n.id, n.version_id, v.model_id, coalesce(r.reason, (SELECT w.comment FROM planned_switch w WHERE w.id = n.switch_id)) AS reason, r.affected, r.fallback, v.deprecation->>'sunsetAt' AS sunset_at,
  CASE WHEN n.kind <> 'switch' THEN v.deprecation->>'comment' END AS deprecated_because, ${extractSql} AS extract, ${toldSwitch('n')} AS switch,`,
);

/** @throws Refusal NOT_FOUND */
export async function findNotice(
  db: Pick<Tx, 'query'>,
  noticeId: string,
  lock: 'none' | 'notice' = 'none',
): Promise<NoticeStored> {
  const { rows } = await db.query<NoticeStored & Record<string, unknown>>(
    `${select} WHERE n.id = $1 ${lock === 'notice' ? 'FOR UPDATE OF n' : ''}`,
    [noticeId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such notice.', { noticeId });
  return rows[0];
}

/** Several at once, without a lock; by their ids. */
export async function findNotices(
  db: Pick<Tx, 'query'>,
  noticeIds: readonly string[],
): Promise<ReadonlyMap<string, NoticeStored>> {
  const { rows } = await db.query<NoticeStored & Record<string, unknown>>(
    `${select} WHERE n.id = ANY ($1::uuid[])`,
    [noticeIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
