import { Refusal, type SignIn } from '@countersign/contracts';
import type { House } from '../context.ts';
import { checkOneTimeCode } from './check-one-time-code.ts';
import { verifyPassword } from './password.ts';

const failuresAllowed = 10;
const lockedMinutes = 15;

/** Who signed in. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Of a service account: the person who answers for it. */
  readonly responsibleId?: string | null;
}

/**
 * Checks an address and its password. The tenth wrong password in a row locks the account for 15 minutes.
 * Whoever has an authenticator app gives its code too; wrong codes count like wrong passwords.
 * @throws Refusal WRONG_CREDENTIALS, the same and as slow for an address that nobody has; SECOND_FACTOR_NEEDED, LOCKED_OUT
 */
export const checkPassword = (house: House, { email, password, code }: SignIn): Promise<KnownPerson> =>
  check(house, 'email', email.toLowerCase(), password, code);

/** The same for somebody who is signed in and authenticates once more. */
export async function verifyOwnPassword(
  house: House,
  given: { readonly personId: string; readonly password: string; readonly code?: string | undefined },
  /** False in a sitting whose first signature took the code too. */
  { codeToo }: { readonly codeToo: boolean } = { codeToo: true },
): Promise<void> {
  await check(house, 'id', given.personId, given.password, given.code, codeToo);
}

/**
 * An attempt is counted before the password is looked at, so that many at once get no more guesses than one after
 * the other; the right password sets the count back.
 */
async function check(
  house: House,
  column: 'id' | 'email',
  value: string,
  password: string,
  code: string | undefined,
  codeToo = true,
): Promise<KnownPerson> {
  const at = house.clock();
  const lockUntil = new Date(at.getTime() + lockedMinutes * 60_000);
  const counted = await house.pool.query<KnownPerson & { password_hash: string | null }>(
    `UPDATE person SET
       failed_sign_ins = CASE WHEN locked_until IS NULL THEN failed_sign_ins ELSE 0 END + 1,
       locked_until = CASE WHEN locked_until IS NULL AND failed_sign_ins + 1 >= $3 THEN $4::timestamptz END
     WHERE ${column} = $1 AND active AND (locked_until IS NULL OR locked_until <= $2)
     RETURNING id, name, email, CASE WHEN $5 OR emergency THEN password_hash END AS password_hash`,
    [value, at, failuresAllowed, lockUntil, house.access?.passwords !== 'emergency'],
  );
  const person = counted.rows[0];
  const matches = await verifyPassword(password, person?.password_hash ?? null);
  if (!person) await refuseLocked(house, column, value, at);
  if (!person || !matches) {
    throw new Refusal(
      'WRONG_CREDENTIALS',
      `${column === 'id' ? 'The password is wrong.' : 'Address or password is wrong.'}${passwordsOff(house)}`,
    );
  }
  if (codeToo) await checkCode(house, person.id, code);
  await house.pool.query('UPDATE person SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1', [
    person.id,
  ]);
  return { id: person.id, name: person.name, email: person.email };
}

/** The same for every address, the emergency account's own among them: nobody learns which it is. */
const passwordsOff = ({ access }: House): string =>
  access?.passwords === 'emergency'
    ? ` Passwords are off here: use ${access.signOn ?? 'single sign-on'} or a passkey.`
    : '';

async function refuseLocked(house: House, column: 'id' | 'email', value: string, at: Date): Promise<void> {
  const locked = await house.pool.query<{ locked_until: Date }>(
    `SELECT locked_until FROM person WHERE ${column} = $1 AND active AND locked_until > $2`,
    [value, at],
  );
  const until = locked.rows[0]?.locked_until;
  if (!until) return;
  const minutes = Math.ceil((until.getTime() - at.getTime()) / 60_000);
  throw new Refusal('LOCKED_OUT', `Too many wrong passwords. Try again in ${minutes} minutes.`, {
    until: until.toISOString(),
  });
}

/** Not giving a code yet is no guess: that attempt is taken back, and no other with it. */
async function checkCode(house: House, personId: string, code: string | undefined): Promise<void> {
  await checkOneTimeCode(house, personId, code).catch(async (error: unknown) => {
    if (error instanceof Refusal && error.code === 'SECOND_FACTOR_NEEDED')
      await house.pool.query(
        'UPDATE person SET failed_sign_ins = greatest(failed_sign_ins - 1, 0), locked_until = NULL WHERE id = $1',
        [personId],
      );
    throw error;
  });
}
