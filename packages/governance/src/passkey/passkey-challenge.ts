import { randomBytes } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { House } from '../context.ts';

const lifetimeMs = 5 * 60_000;

export type ChallengePurpose = 'add' | 'sign-in';
type For = { readonly purpose: ChallengePurpose; readonly personId: string | null };

/** Something unforeseeable to sign; whoever answers it names it by the returned id. */
export async function askChallenge(
  house: Pick<House, 'pool' | 'clock'>,
  { purpose, personId }: For,
): Promise<{ challengeId: string; challenge: string }> {
  const challengeId = randomBytes(24).toString('base64url');
  const challenge = randomBytes(32).toString('base64url');
  const now = house.clock();
  await house.pool.query(
    // Anybody may ask: whoever does takes some of what was left behind with them, so that it cannot pile up.
    `WITH left_behind AS (
       DELETE FROM passkey_challenge WHERE id IN (
         SELECT id FROM passkey_challenge WHERE expires_at < $6 LIMIT 10 FOR UPDATE SKIP LOCKED)
     )
     INSERT INTO passkey_challenge (id, purpose, person_id, challenge, expires_at) VALUES ($1, $2, $3, $4, $5)`,
    [sha256Hex(challengeId), purpose, personId, challenge, new Date(now.getTime() + lifetimeMs), now],
  );
  return { challengeId, challenge };
}

/** Uses the challenge up, whatever the answer turns out to be. @throws Refusal GRANT_INVALID */
export async function takeChallenge(
  house: Pick<House, 'pool' | 'clock'>,
  challengeId: string,
  { purpose, personId }: For,
): Promise<string> {
  const taken = await house.pool.query<{ challenge: string }>(
    `DELETE FROM passkey_challenge WHERE id = $1 AND purpose = $2 AND person_id IS NOT DISTINCT FROM $3 AND expires_at > $4
     RETURNING challenge`,
    [sha256Hex(challengeId), purpose, personId, house.clock()],
  );
  const challenge = taken.rows[0]?.challenge;
  if (!challenge)
    throw new Refusal('GRANT_INVALID', 'The passkey was asked more than five minutes ago. Begin again.');
  return challenge;
}
