import type { PageOf, SubscriptionFilter, SubscriptionRow } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { readerOf } from './follower-of.ts';
import { selectSubscriptions } from './subscription-row.ts';

const byId = keyset('subscriptions', 'uuid');

/** What one follows, the newest first; `model`: what names that model. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function listSubscriptions(
  ctx: Context,
  input: SubscriptionFilter,
): Promise<PageOf<SubscriptionRow>> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  const found = await selectSubscriptions(
    ctx,
    `WHERE s.person_id = $1 AND ($2::uuid IS NULL OR s.id < $2) AND ($3::text IS NULL OR m.key = $3)
     ORDER BY s.id DESC LIMIT $4`,
    [readerOf(ctx), after, input.model ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found, limit, byId, ({ id }) => [id]);
  return { items: [...rows], next };
}
