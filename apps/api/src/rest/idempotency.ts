import { createHash } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import type { House } from '@countersign/governance';

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
 * The work and its reply do not commit together. A process that dies in between leaves a claim without a reply; a
 * minute later the next request with the key takes it over and does the work again, which is safe for the use cases
 * that find their own effect (registering, deploying, ingesting by the caller's ids) and repeats the others. Failures
 * that changed nothing for certain (a database that does not answer, a fault of ours) free the key at once.
 *
 * @throws Refusal CONFLICT for another request under the same key, or while the first one still runs
 */
export async function once(house: House, asked: Once, work: () => Promise<StoredReply>): Promise<Settled> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const claimedAt = await claim(house, asked);
    if (claimedAt) return { reply: await doAndKeep(house, asked, claimedAt, work), repeated: false };
    const held = await find(house, asked);
    if (held?.status != null) {
      await asked.drain?.();
      requireSame(held.request, await asked.request);
      return { reply: { status: held.status, text: held.reply }, repeated: true };
    }
    // A stream's digest is known at its end: until then its claim names none.
    if (held && held.request !== '' && typeof asked.request === 'string')
      requireSame(held.request, asked.request);
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

/** The moment of our claim, or null where somebody else holds the key. Expired and abandoned ones are taken over. */
async function claim(house: House, { actorId, key, request }: Once): Promise<Date | null> {
  const at = house.clock();
  const claimed = await house.pool.query(
    `INSERT INTO idempotency_key AS held (actor_id, key, request, created_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (actor_id, key) DO UPDATE SET request = excluded.request, status = NULL, reply = NULL, created_at = $4
       WHERE held.created_at < CASE WHEN held.status IS NULL THEN $5::timestamptz ELSE $6::timestamptz END`,
    [
      actorId,
      key,
      typeof request === 'string' ? request : '',
      at,
      before(at, abandonedMs),
      before(at, keptMs),
    ],
  );
  return claimed.rowCount ? at : null;
}

const before = (at: Date, ms: number) => new Date(at.getTime() - ms);

async function find(house: House, { actorId, key }: Once) {
  const found = await house.pool.query<{ request: string; status: number | null; reply: string }>(
    `SELECT request, status, reply #>> '{}' AS reply FROM idempotency_key WHERE actor_id = $1 AND key = $2`,
    [actorId, key],
  );
  return found.rows[0];
}

async function doAndKeep(
  house: House,
  asked: Once,
  claimedAt: Date,
  work: () => Promise<StoredReply>,
): Promise<StoredReply> {
  const { actorId, key } = asked;
  let ours = claimedAt;
  const alive = setInterval(() => {
    const now = house.clock();
    house.pool
      .query(
        'UPDATE idempotency_key SET created_at = $3 WHERE actor_id = $1 AND key = $2 AND created_at = $4',
        [actorId, key, now, ours],
      )
      .then(({ rowCount }) => {
        if (rowCount) ours = now;
      })
      .catch(() => {});
  }, aliveEveryMs);
  try {
    const reply = await work();
    await house.pool.query(
      'UPDATE idempotency_key SET request = $3, status = $4, reply = to_jsonb($5::text), created_at = $6 WHERE actor_id = $1 AND key = $2 AND status IS NULL',
      [actorId, key, await asked.request, reply.status, reply.text, house.clock()],
    );
    return reply;
  } catch (error) {
    await house.pool
      .query('DELETE FROM idempotency_key WHERE actor_id = $1 AND key = $2 AND status IS NULL', [
        actorId,
        key,
      ])
      .catch(() => {});
    throw error;
  } finally {
    clearInterval(alive);
  }
}

/** Digest of a request: what it asks of which address, and its body. */
export const requestDigest = (method: string, url: string, body: string): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url]))
    .update(body)
    .digest('hex');
