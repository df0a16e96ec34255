import type { Page, PageOf, TokenRow, TokenScope } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const byId = keyset('tokens', 'uuid');

/** One's own tokens, newest first, revoked and expired ones included; never their secrets, which nobody has. */
export async function listApiTokens(ctx: Context, input: Page): Promise<PageOf<TokenRow>> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  if (ctx.actor.kind !== 'person') return { items: [], next: null };
  const found = await ctx.db.apiToken.findMany({
    where: { personId: ctx.actor.id, ...(typeof after === 'string' ? { id: { lt: after } } : {}) },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: {
      id: true,
      name: true,
      scopes: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      revokedAt: true,
    },
  });
  const { rows, next } = cutPage(found, limit, byId, ({ id }) => [id]);
  const items = rows.map(({ createdAt, expiresAt, lastUsedAt, revokedAt, scopes, ...token }) => ({
    ...token,
    scopes: scopes as TokenScope[],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }));
  return { items, next };
}
