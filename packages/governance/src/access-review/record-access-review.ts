import type { LastAccessReview, RecordAccessReview, RecordedAccessReview } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { exportAccess } from './export-access.ts';

/**
 * An administrator records that the review was done. The entry carries the digest of the CSV as it stood at that moment, so
 * that a kept copy can be held against it later.
 */
export async function recordAccessReview(
  ctx: Context,
  { filter, comment }: RecordAccessReview,
): Promise<RecordedAccessReview> {
  const { text, rows } = await exportAccess(ctx, filter);
  const digest = sha256Hex(text);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      return {
        result: undefined,
        events: [
          {
            event: 'access.reviewed',
            subject: { kind: 'installation', id: 'access' },
            data: {
              rows,
              digest,
              role: filter.role ?? null,
              model: filter.model ?? null,
              unusedDays: filter.unusedDays ?? null,
            },
            records: { comment, ...(filter.search ? { search: filter.search } : {}) },
          },
        ],
      };
    },
    { attempt: { command: 'record-access-review', subject: { kind: 'installation', id: 'access' } } },
  );
  return { rows, digest, receipt };
}

/** The latest review that was recorded. @throws Refusal FORBIDDEN */
export async function readLastReview(ctx: Context): Promise<LastAccessReview> {
  await requireFullScope(ctx);
  const found = await ctx.pool.query<{
    id: string;
    at: Date;
    actor_id: string;
    name: string | null;
    rows: number;
    number: string | null;
  }>(
    `SELECT l.id, l.at, l.actor_id, p.name, (l.body::jsonb #>> '{data,rows}')::int AS rows, n.number
     FROM ledger_entry l LEFT JOIN ledger_number n ON n.entry_id = l.id LEFT JOIN person p ON p.id::text = l.actor_id
     WHERE l.event = 'access.reviewed' ORDER BY l.id DESC LIMIT 1`,
  );
  const last = found.rows[0];
  if (!last) return null;
  return {
    at: last.at.toISOString(),
    by: { id: last.actor_id, name: last.name ?? 'Unknown person' },
    rows: last.rows,
    entryId: String(last.id),
    number: numberOrNull(last.number),
  };
}
