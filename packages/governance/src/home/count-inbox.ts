import type { Me } from '@countersign/contracts';
import type pg from 'pg';
import { listWaitingBatches } from '../as-found/list-waiting-batches.ts';
import type { Context } from '../context.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { countWaitingNotices } from '../notice/list-notices.ts';
import { listWaitingTiers } from '../tier/list-waiting-tiers.ts';

interface Counted {
  readonly head: number | null;
  /** In ms of the installation's clock. */
  readonly at: number;
  readonly count: number;
}

/** The largest page of the inbox: a longer one counts as this. */
const most = 200;
/** Approvals run out and dates come due without an entry. */
const believedMs = 60_000;
const mostPeople = 10_000;
const counts = new WeakMap<pg.Pool, Map<string, Counted>>();

/** For the few operational records that take something out of an inbox without an entry. */
export const forgetInboxCount = (ctx: Context): void => {
  counts.get(ctx.pool)?.delete(ctx.actor.id);
};

/**
 * How much waits for me, for the frame of every page. Whatever changes an inbox is a governed change and has an entry,
 * so a count holds while the ledger's head stands where it stood before the counting.
 */
export async function countInbox(ctx: Context, head: Me['head']): Promise<number> {
  const known = counts.get(ctx.pool) ?? new Map<string, Counted>();
  counts.set(ctx.pool, known);
  const at = ctx.clock().getTime();
  const number = head?.number ?? null;
  const last = known.get(ctx.actor.id);
  if (last && last.head === number && Math.abs(at - last.at) < believedMs) return last.count;
  const [inbox, tiers, batches, notices] = await Promise.all([
    listInbox(ctx, { limit: most }),
    listWaitingTiers(ctx, { limit: most }),
    listWaitingBatches(ctx),
    countWaitingNotices(ctx, most),
  ]);
  const count = inbox.items.length + tiers.items.length + batches.length + notices;
  if (known.size >= mostPeople) known.clear();
  known.set(ctx.actor.id, { head: number, at, count });
  return count;
}
