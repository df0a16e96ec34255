import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import { generateHOTP } from '@oslojs/otp';
import { sha256Hex } from '../change.ts';
import type { House } from '../context.ts';

/** Seconds that a code is good for, its digits, and how many steps before and after are taken for slow clocks (RFC 6238, 5.2). */
export const stepSeconds = 30;
export const digits = 6;
const drift = 1;

const wrong = () => new Refusal('WRONG_CREDENTIALS', 'The code is wrong, or was used already.');

/** Whether somebody signs with a password alone, or has to give a code as well. */
export async function hasOneTimeCode(house: Pick<House, 'pool'>, personId: string): Promise<boolean> {
  const found = await house.pool.query(
    'SELECT FROM one_time_code WHERE person_id = $1 AND confirmed_at IS NOT NULL',
    [personId],
  );
  return found.rowCount === 1;
}

/**
 * Asks for the code of somebody who has an authenticator app; each code, and each recovery code, counts once.
 * @throws Refusal SECOND_FACTOR_NEEDED where none was given, WRONG_CREDENTIALS
 */
export async function checkOneTimeCode(
  house: Pick<House, 'pool' | 'clock' | 'keyring'>,
  personId: string,
  code: string | undefined,
): Promise<void> {
  if (!(await hasOneTimeCode(house, personId))) return;
  if (code === undefined)
    throw new Refusal('SECOND_FACTOR_NEEDED', 'Give the code of your authenticator app too.');
  const typed = code.replaceAll(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(typed)) return useStep(house, personId, typed);
  const used = await house.pool.query(
    'UPDATE recovery_code SET used_at = $2 WHERE id = $1 AND used_at IS NULL',
    [recoveryCodeId(personId, typed), house.clock()],
  );
  if (!used.rowCount) throw wrong();
}

export const recoveryCodeId = (personId: string, code: string): string => sha256Hex(`${personId}/${code}`);

/** Takes the step in the WHERE, so that one code is not used twice at once. @throws Refusal WRONG_CREDENTIALS */
export async function useStep(
  house: Pick<House, 'pool' | 'clock' | 'keyring'>,
  personId: string,
  code: string,
): Promise<void> {
  const found = await house.pool.query<{ sealed: Buffer; sealed_with: string }>(
    'SELECT sealed, sealed_with FROM one_time_code WHERE person_id = $1',
    [personId],
  );
  const row = found.rows[0];
  if (!row) throw wrong();
  const secret = house.keyring.open(row.sealed, row.sealed_with, `one-time-code/${personId}`);
  const now = Math.floor(house.clock().getTime() / 1_000 / stepSeconds);
  const step = [...Array(2 * drift + 1).keys()]
    .map((offset) => now - drift + offset)
    .find((candidate) => isSame(codeAt(secret, candidate), code));
  // A step of no code is before all of them.
  const taken = await house.pool.query(
    'UPDATE one_time_code SET last_step = $2 WHERE person_id = $1 AND last_step < $2',
    [personId, step ?? 0],
  );
  if (!taken.rowCount) throw wrong();
}

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));

const codeAt = (secret: Uint8Array, step: number): string => generateHOTP(secret, BigInt(step), digits);
