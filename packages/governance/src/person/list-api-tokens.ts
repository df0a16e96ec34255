import type { PageOf, TokenRow, TokenScope, TokensOf } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const byId = keyset('tokens', 'uuid');

/**
 * One's own tokens, those of a service that one answers for, or anybody's for an administrator, newest first, revoked and expired ones included; never their
 * secrets, which nobody has.
 */
export async function listApiTokens(ctx: Context, input: TokensOf): Promise<PageOf<TokenRow>> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  if (ctx.actor.kind !== 'person') return { items: [], next: null };
  const personId = input.personId ?? ctx.actor.id;
  if (personId !== ctx.actor.id) {
    requireSession(ctx.actor);
    const service = await ctx.db.person.findUnique({
      where: { id: personId },
      select: { responsibleId: true },
    });
    if (service?.responsibleId !== ctx.actor.id) await requireRoleNow(ctx, null, ['administrator']);
  }
  const found = await ctx.db.apiToken.findMany({
    where: { personId, ...(typeof after === 'string' ? { id: { lt: after } } : {}) },
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
