import { Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Job, Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { makeSigningKey } from '../keys/signing-key.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { matchAuthors } from './match-authors.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly example?: boolean;
}

/**
 * Keeps an address for somebody. One that another person merely claims gives way; a verified one does not.
 * @throws Refusal CONFLICT
 */
export async function freeAddress(tx: Tx, email: string): Promise<void> {
  await tx.query('DELETE FROM person_email WHERE email = $1 AND verified_at IS NULL', [email]);
  const taken = await tx.query('SELECT FROM person_email WHERE email = $1', [email]);
  if (taken.rowCount) throw new Refusal('CONFLICT', 'Somebody has this address already.', { field: 'email' });
}

/**
 * Writes the rows of a new person, a signing key among them; versions may have named the address before. @throws Refusal
 * CONFLICT where the address is taken
 */
export async function insertPerson(
  tx: Tx,
  ctx: Context,
  person: NewPerson,
): Promise<{ id: string; event: LedgerEventInput; jobs: Job[] }> {
  const id = uuidv7();
  const email = person.email.toLowerCase();
  await freeAddress(tx, email);
  await tx.query(
    'INSERT INTO person (id, email, name, password_hash, example, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, email, person.name, person.passwordHash, person.example ?? false, tx.at],
  );
  await tx.query(
    'INSERT INTO person_email (email, person_id, added_at, verified_at, verified_by) VALUES ($1, $2, $3, $3, $4)',
    [email, id, tx.at, ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  const { id: keyId, publicKey } = await makeSigningKey(tx, ctx.keyring, id);
  return {
    id,
    jobs: await matchAuthors(tx, id, email),
    event: {
      event: 'person.added',
      subject: { kind: 'person', id },
      data: { keyId, publicKey: publicKey.toString('base64') },
      records: { name: person.name, email },
    },
  };
}
