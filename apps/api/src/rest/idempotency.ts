import { createHash, randomUUID } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import type { HeldKey, House } from '@countersign/governance';

/** How long a reply is kept, and after how long without a sign of life a claim counts as left behind by a crash. */
const keptMs = 7 * 86_400_000;
const abandonedMs = 60_000;
const aliveEveryMs = 15_000;
/** How long a second request with the same key waits for the first one's reply. */
const patienceMs = 20_000;
const lookEveryMs = 50;

export interface StoredReply {
  readonly status: number;
  /** The JSON text as it was sent, to the byte. */
  readonly text: string;
}

export interface Once {
  readonly actorId: string;
  readonly key: string;
  /** Digest of what is asked; a promise where the body is a stream that has to be read first. */
  readonly request: string | Promise<string>;
  /** Reads the rest of a streamed body to its end where nothing else will. */
  readonly drain?: () => Promise<void>;
}

type Settled = { readonly reply: StoredReply; readonly repeated: boolean };

/**
 * Does something once per actor and key: whoever comes first claims the key in a transaction of its own, does the
 * work and leaves the reply; everybody else with the same request gets that reply, waiting for it if need be.
 *
 * What the work commits is kept under the key in the same transaction. A process that dies before the reply is kept
 * leaves a key without one; a minute later the next request takes it over, finds what was committed and goes on from
 * there. A call that was overtaken while it stood still commits nothing any more. Failures free the key at once.
 *
 * @throws Refusal CONFLICT for another request under the same key, or while the first one still runs
 */
export async function once(
  house: House,
  asked: Once,
  work: (held: HeldKey) => Promise<StoredReply>,
): Promise<Settled> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const held = await claim(house, asked);
    if (held) return { reply: await doAndKeep(house, asked, held, work), repeated: false };
    const first = await find(house, asked);
    if (first?.erased_at) {
      await asked.drain?.();
      requireSame(first.request, await asked.request);
      throw new Refusal(
        'CONFLICT',
        'The reply told of a subject that was erased since, and was erased with it. Ask under another Idempotency-Key.',
        { reason: 'subject-erased' },
      );
    }
    if (first?.status != null) {
      await asked.drain?.();
      requireSame(first.request, await asked.request);
      return { reply: { status: first.status, text: first.reply }, repeated: true };
    }
    // A stream's digest is known at its end: until then its key names none.
    if (first && first.request !== '' && typeof asked.request === 'string')
      requireSame(first.request, asked.request);
    if (Date.now() > giveUpAt) {
      throw new Refusal(
        'CONFLICT',
        'The first request with this Idempotency-Key is still running. Ask again in a moment.',
        {
          reason: 'running',
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

function requireSame(first: string, second: string): void {
  if (first === second) return;
  throw new Refusal('CONFLICT', 'This Idempotency-Key was used for another request.', {
    reason: 'other-request',
  });
}

/**
 * The key, held from now on, or null where somebody else holds it. Expired ones start anew; abandoned ones are taken
 * over with what was committed under them, by the same request alone.
 */
async function claim(house: House, { actorId, key, request }: Once): Promise<HeldKey | null> {
  const at = house.clock();
  const holder = randomUUID();
  const claimed = await house.pool.query<{ effects: unknown[] }>(
    `INSERT INTO idempotency_key AS held (actor_id, key, request, holder, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (actor_id, key) DO UPDATE SET request = excluded.request, status = NULL, reply = NULL, holder = $4, created_at = $5, erased_at = NULL,
       effects = CASE WHEN held.created_at < $7::timestamptz THEN '[]' ELSE held.effects END
       WHERE held.created_at < $7::timestamptz
         OR held.status IS NULL AND held.erased_at IS NULL AND held.created_at < $6::timestamptz AND (held.request = $3 OR held.effects = '[]')
     RETURNING effects`,
    [
      actorId,
      key,
      typeof request === 'string' ? request : '',
      holder,
      at,
      before(at, abandonedMs),
      before(at, keptMs),
    ],
  );
  const effects = claimed.rows[0]?.effects;
  return effects ? { actorId, key, holder, effects } : null;
}

const before = (at: Date, ms: number) => new Date(at.getTime() - ms);

async function find(house: House, { actorId, key }: Once) {
  const found = await house.pool.query<{
    request: string;
    status: number | null;
    reply: string;
    erased_at: Date | null;
  }>(
    `SELECT request, status, reply #>> '{}' AS reply, erased_at FROM idempotency_key WHERE actor_id = $1 AND key = $2`,
    [actorId, key],
  );
  return found.rows[0];
}

async function doAndKeep(
  house: House,
  asked: Once,
  held: HeldKey,
  work: (held: HeldKey) => Promise<StoredReply>,
): Promise<StoredReply> {
  const { holder } = held;
  const alive = setInterval(() => {
    house.pool
      .query('UPDATE idempotency_key SET created_at = $4 WHERE actor_id = $1 AND key = $2 AND holder = $3', [
        held.actorId,
        held.key,
        holder,
        house.clock(),
      ])
      .catch(() => {});
  }, aliveEveryMs);
  try {
    const reply = await work(held);
    await house.pool.query(
      `UPDATE idempotency_key SET request = $4, status = $5, reply = to_jsonb($6::text), effects = '[]', created_at = $7
       WHERE actor_id = $1 AND key = $2 AND holder = $3`,
      [held.actorId, held.key, holder, await asked.request, reply.status, reply.text, house.clock()],
    );
    return reply;
  } catch (error) {
    await giveUp(house, held).catch(() => {});
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Frees the key of work that failed; what it committed stays for the next request, which may take over at once. */
async function giveUp(house: House, { actorId, key, holder }: HeldKey): Promise<void> {
  await house.pool.query(
    `WITH freed AS (DELETE FROM idempotency_key WHERE actor_id = $1 AND key = $2 AND holder = $3 AND effects = '[]')
     UPDATE idempotency_key SET created_at = $4 WHERE actor_id = $1 AND key = $2 AND holder = $3 AND effects <> '[]'`,
    [actorId, key, holder, before(house.clock(), abandonedMs + 1)],
  );
}

/** Digest of a request: what it asks of which address, and its body. */
export const requestDigest = (method: string, url: string, body: string): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url]))
    .update(body)
    .digest('hex');

/** How a request's digest is kept: keyed, because a body may name whom it is about, and a plain digest could be found out by trying. */
export const keyedDigest = ({ keyring }: Pick<House, 'keyring'>, plain: string): string =>
  keyring.keyedHash(plain, 'request').toString('hex');
