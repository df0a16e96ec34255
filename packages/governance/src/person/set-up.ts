import { randomBytes } from 'node:crypto';
import { Refusal, type SetUp } from '@countersign/contracts';
import { change, sha256Hex } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { insertRole } from '../role/insert-role.ts';
import { insertPerson } from './insert-person.ts';
import { hashPassword } from './password.ts';
import type { KnownPerson } from './sign-in.ts';
import { refuseWeakPassword } from './weak-password.ts';

/** Row of the table `installation` that keeps the hash of the token that is valid now. */
const tokenRow = 'set-up-token';

const isEmpty = async (house: Pick<House, 'pool'>) =>
  (await house.pool.query('SELECT FROM person LIMIT 1')).rowCount === 0;

/** Whether nobody has an account yet. */
export const needsSetUp = isEmpty;

/**
 * A new one-time token for making the first administrator; the one before is no longer valid. Only its hash is kept.
 * Null where somebody has an account already.
 */
export async function offerSetUp(house: House): Promise<string | null> {
  if (!(await isEmpty(house))) return null;
  const token = randomBytes(24).toString('base64url');
  await house.pool.query(
    `INSERT INTO installation (name, value) VALUES ($1, to_jsonb($2::text))
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [tokenRow, sha256Hex(token)],
  );
  return token;
}

/**
 * Makes the first administrator, once.
 * @throws Refusal SETUP_DONE where somebody has an account; WRONG_CREDENTIALS for another token
 */
export async function setUpInstallation(house: House, input: SetUp): Promise<KnownPerson> {
  const ctx: Context = { ...house, actor: systemActor('set-up') };
  refuseWeakPassword(input.password, input);
  const passwordHash = await hashPassword(input.password);
  const { result } = await change(ctx, async (tx) => {
    // Of two set-ups at once the second waits for this row and finds it gone.
    const spent = await tx.query<{ hash: string }>(
      `DELETE FROM installation WHERE name = $1 AND value = to_jsonb($2::text) RETURNING value #>> '{}' AS hash`,
      [tokenRow, sha256Hex(input.token)],
    );
    const somebody = await tx.query('SELECT FROM person LIMIT 1');
    if (somebody.rowCount)
      throw new Refusal('SETUP_DONE', 'The first administrator is set up already: sign in.');
    if (!spent.rowCount)
      throw new Refusal('WRONG_CREDENTIALS', 'This is not the token that the console printed last.');
    const { id, event, jobs } = await insertPerson(tx, ctx, { ...input, passwordHash });
    // The account that is kept for emergencies, should passwords be turned off.
    await tx.query('UPDATE person SET emergency = true WHERE id = $1', [id]);
    const role = await insertRole(tx, { personId: id, role: 'administrator', modelId: null, by: null });
    return {
      result: id,
      events: [
        {
          event: 'installation.set-up',
          subject: { kind: 'installation', id: 'installation' },
          data: { administrator: id },
        },
        event,
        role,
      ],
      jobs,
    };
  });
  return { id: result, name: input.name, email: input.email.toLowerCase() };
}
