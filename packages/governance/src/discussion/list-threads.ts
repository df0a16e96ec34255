import type { ThreadFilter, ThreadPage } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { whyNotDiscuss } from './discussants.ts';
import { type ThreadStored, threadColumns, toThread } from './thread-row.ts';

const byId = keyset('threads', 'uuid');
const usual = 20;

/** Threads of a version with their comments, the newest thread first. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listThreads(ctx: Context, input: ThreadFilter): Promise<ThreadPage> {
  const limit = limitOf(input, usual);
  const [after] = byId.decode(input.after);
  const scope = await requireInsight(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const found = await ctx.pool.query<ThreadStored>(
    `SELECT ${threadColumns('$2')} FROM thread t
     WHERE t.version_id = $1 AND ($3::uuid IS NULL OR t.id < $3)
       AND ($4::boolean IS NULL OR (t.resolved_at IS NOT NULL) = $4)
       AND ($5::uuid IS NULL OR t.evidence_id = $5) AND ($6::text IS NULL OR t.path = $6)
       AND ($7::uuid IS NULL OR t.id = $7)
     ORDER BY t.id DESC LIMIT $8`,
    [
      row.id,
      ctx.actor.id,
      after,
      input.state ? input.state === 'resolved' : null,
      input.evidenceId ?? null,
      input.path ?? null,
      input.threadId ?? null,
      limit + 1,
    ],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return {
    items: rows.map((thread) => toThread(thread, ctx.actor.id)),
    next,
    reasons: whyNotDiscuss(scope.rolesOn(row.model_id)),
  };
}
