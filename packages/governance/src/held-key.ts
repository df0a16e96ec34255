import { Refusal } from '@countersign/contracts';
import type { Tx } from './tx.ts';

/**
 * An Idempotency-Key, held by one call. What the call commits is kept with the key in the same transaction, so a call
 * that takes the key over after a crash goes on from there and repeats nothing.
 */
export interface HeldKey {
  readonly actorId: string;
  readonly key: string;
  /** Names this hold; a call that was overtaken finds another one and commits nothing. */
  readonly holder: string;
  /** What an earlier holder committed, in order, as JSON gave it back; each is taken once. */
  readonly effects: unknown[];
}

/**
 * Keeps what a transaction does under the keys of the calls that it serves, one effect each.
 * @returns the holders that still hold their key; whoever is missing was overtaken and must not be served
 */
export async function keepEffects(
  tx: Pick<Tx, 'query'>,
  kept: readonly { readonly held: HeldKey; readonly effect: unknown }[],
): Promise<ReadonlySet<string>> {
  if (kept.length === 0) return new Set();
  const found = await tx.query<{ holder: string }>(
    `UPDATE idempotency_key k SET effects = k.effects || jsonb_build_array(s.effect)
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[]) AS s (actor_id, key, holder, effect)
     WHERE k.actor_id = s.actor_id AND k.key = s.key AND k.holder = s.holder AND k.status IS NULL
     RETURNING k.holder`,
    [
      kept.map(({ held }) => held.actorId),
      kept.map(({ held }) => held.key),
      kept.map(({ held }) => held.holder),
      kept.map(({ effect }) => JSON.stringify(effect)),
    ],
  );
  return new Set(found.rows.map(({ holder }) => holder));
}

export const overtaken = (): Refusal =>
  new Refusal('CONFLICT', 'Another call has taken this Idempotency-Key over. Ask again for its reply.', {
    reason: 'overtaken',
  });
