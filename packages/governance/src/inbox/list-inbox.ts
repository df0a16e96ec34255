import type { InboxFilter, InboxItem, PageOf } from '@countersign/contracts';
import { findScope, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { readStates } from '../lifecycle/read-states.ts';
import { keyset, limitOf } from '../paging.ts';
import { readNames } from '../person/read-names.ts';
import { preparing } from '../prepared.ts';
import { candidatesSql, type InboxCandidate } from './inbox-candidate-row.ts';
import { toInboxItem, type UnnamedItem } from './inbox-item-row.ts';

const byDue = keyset('inbox', 'instant', 'instant', 'text', 'uuid');
const keyOf = (row: InboxCandidate): string[] => [row.due_key, row.asked_at.toISOString(), row.kind, row.id];

/** The machine refuses few candidates, so this many rounds fill a page; a page that stays short still has its cursor. */
const mostRounds = 4;

/** What waits for me, soonest due first, then oldest; nothing for whoever holds no role. */
export async function listInbox(ctx: Context, input: InboxFilter): Promise<PageOf<InboxItem>> {
  const limit = limitOf(input);
  let after = byDue.decode(input.after);
  if (ctx.actor.kind !== 'person') return { items: [], next: null };
  const scope = await findScope(ctx);
  if (scope === null) return { items: [], next: null };
  const week = input.dueBy === 'week' ? 7 * 86_400_000 : 0;
  const dueBy = input.dueBy === undefined ? null : new Date(ctx.clock().getTime() + week);
  const accepted: { item: UnnamedItem; key: string[] }[] = [];
  let isExhausted = false;
  for (let round = 0; round < mostRounds && accepted.length <= limit && !isExhausted; round += 1) {
    const { rows } = await preparing(ctx.pool).query<InboxCandidate>(candidatesSql, [
      ctx.actor.id,
      ...after,
      limit + 1,
      ctx.clock(),
      input.gate ?? null,
      input.model ?? null,
      dueBy,
      input.whose === 'deputy' ? null : (input.whose ?? null),
      input.tier ?? null,
    ]);
    const judged = await judgeAll(ctx, scope, rows);
    accepted.push(...(input.whose === 'deputy' ? judged.filter(({ item }) => item.absentId) : judged));
    isExhausted = rows.length <= limit;
    after = rows.length > 0 ? keyOf(rows.at(-1)!) : after;
  }
  const items = await named(
    ctx,
    accepted.slice(0, limit).map(({ item }) => item),
  );
  if (accepted.length > limit) return { items, next: byDue.encode(accepted[limit - 1]!.key) };
  return { items, next: isExhausted ? null : byDue.encode(after.map(String)) };
}

async function judgeAll(ctx: Context, scope: Scope, rows: readonly InboxCandidate[]) {
  const states = await readStates(ctx, [...new Set(rows.map(({ version_id }) => version_id))]);
  const at = ctx.clock().toISOString();
  return rows.flatMap((row) => {
    const loaded = states.get(row.version_id);
    const item = loaded && toInboxItem(row, loaded, scope.actorOn(loaded.row.model_id), at);
    return item ? [{ item, key: keyOf(row) }] : [];
  });
}

async function named(ctx: Context, items: readonly UnnamedItem[]): Promise<InboxItem[]> {
  const absent = items.flatMap(({ absentId }) => absentId ?? []);
  const nameOf = absent.length > 0 ? await readNames(ctx, absent) : null;
  return items.map(({ absentId, ...item }) => ({
    ...item,
    deputyFor: absentId && nameOf ? nameOf(absentId) : null,
  }));
}
