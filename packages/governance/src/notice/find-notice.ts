import { type NoticeState, Refusal } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { type NoticeRecord, noticeSelect } from './notice-row.ts';

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
}

const select = noticeSelect.replace(
  'SELECT n.id,',
  `SELECT n.id, n.version_id, v.model_id, r.reason, r.affected, r.fallback, v.deprecation->>'sunsetAt' AS sunset_at,
  v.deprecation->>'comment' AS deprecated_because,`,
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
