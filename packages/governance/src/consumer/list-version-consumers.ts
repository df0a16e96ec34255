import type { PageOf, VersionConsumer, VersionConsumerFilter } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { findAffected } from './find-affected.ts';

const byKey = keyset('version-consumers', 'text');

/** Whom a version concerns: its declared consumers, and who called it. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listVersionConsumers(
  ctx: Context,
  input: VersionConsumerFilter,
): Promise<PageOf<VersionConsumer>> {
  const limit = limitOf(input);
  const [after] = byKey.decode(input.after);
  const scope = await requireInsight(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const found = await findAffected(ctx.pool, [row.id], { after: after ?? null, limit: limit + 1 });
  const { rows, next } = cutPage(found, limit, byKey, ({ key }) => [key]);
  return {
    items: rows.map(({ key, name, consumerId, contacts, lastAt, use, cadenceMinutes, calls }) => ({
      key,
      name,
      registered: consumerId !== null,
      use,
      contacts: contacts.length,
      cadenceMinutes,
      calls,
      lastAt: lastAt?.toISOString() ?? null,
    })),
    next,
  };
}
