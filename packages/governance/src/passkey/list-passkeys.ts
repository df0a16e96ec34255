import { type PasskeyRow, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** The passkeys of the person who is signed in. */
export async function listPasskeys(ctx: Context): Promise<PasskeyRow[]> {
  if (ctx.actor.kind !== 'person') throw new Refusal('UNAUTHENTICATED', 'Sign in first.');
  const rows = await ctx.db.passkey.findMany({
    where: { personId: ctx.actor.id, removedAt: null },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map(({ id, name, synced, createdAt, lastUsedAt }) => ({
    id,
    name,
    synced,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}
