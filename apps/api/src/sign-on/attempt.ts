import { randomBytes } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import { type House, sha256Hex } from '@countersign/governance';
import type { Ticket } from './provider.ts';

const lifetimeMs = 10 * 60_000;

export interface Attempt extends Ticket {
  /** A path of this portal. */
  readonly next: string;
  /** Of a step-up: hash of the grant that waits, and who asked. */
  readonly grantId: string | null;
  readonly personId: string | null;
  readonly startedAt: Date;
}

/** Keeps what has to be known when the browser comes back; its cookie holds the returned secret. */
export async function keepAttempt(house: House, attempt: Omit<Attempt, 'startedAt'>): Promise<string> {
  const secret = randomBytes(24).toString('base64url');
  await house.pool.query(
    // Anybody may begin: whoever does takes some of what was left behind with them, so that it cannot pile up.
    `WITH left_behind AS (
       DELETE FROM sign_on_attempt WHERE id IN (
         SELECT id FROM sign_on_attempt WHERE started_at < $9 LIMIT 10 FOR UPDATE SKIP LOCKED)
     )
     INSERT INTO sign_on_attempt (id, state, nonce, verifier, next, grant_id, person_id, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      sha256Hex(secret),
      attempt.state,
      attempt.nonce,
      attempt.verifier,
      attempt.next,
      attempt.grantId,
      attempt.personId,
      house.clock(),
      new Date(house.clock().getTime() - lifetimeMs),
    ],
  );
  return secret;
}

/** Uses the attempt up, whatever comes of it. @throws Refusal GRANT_INVALID */
export async function takeAttempt(house: House, secret: string | undefined): Promise<Attempt> {
  const taken = await house.pool.query<Attempt>(
    `DELETE FROM sign_on_attempt WHERE id = $1 AND started_at > $2
     RETURNING state, nonce, verifier, next, grant_id AS "grantId", person_id AS "personId", started_at AS "startedAt"`,
    [sha256Hex(secret ?? ''), new Date(house.clock().getTime() - lifetimeMs)],
  );
  const attempt = taken.rows[0];
  if (!attempt)
    throw new Refusal('GRANT_INVALID', 'This way to sign in was begun in another browser, or too long ago.');
  return attempt;
}
