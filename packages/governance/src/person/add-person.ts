import { type AddPerson, type PersonRow, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { makeSigningKey } from '../keys/signing-key.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { hashPassword } from './password.ts';

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly example?: boolean;
}

/** Writes the rows of a new person, a signing key among them. @throws Refusal CONFLICT where the address is taken */
export async function insertPerson(
  tx: Tx,
  ctx: Context,
  person: NewPerson,
): Promise<{ id: string; event: LedgerEventInput }> {
  const id = uuidv7();
  const email = person.email.toLowerCase();
  const taken = await tx.query('SELECT FROM person_email WHERE email = $1', [email]);
  if (taken.rowCount) throw new Refusal('CONFLICT', 'Somebody has this address already.', { field: 'email' });
  await tx.query(
    'INSERT INTO person (id, email, name, password_hash, example, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, email, person.name, person.passwordHash, person.example ?? false, tx.at],
  );
  await tx.query('INSERT INTO person_email (email, person_id, verified_at) VALUES ($1, $2, $3)', [
    email,
    id,
    tx.at,
  ]);
  const keyId = await makeSigningKey(tx, ctx.keyring, id);
  return {
    id,
    event: {
      event: 'person.added',
      subject: { kind: 'person', id },
      data: { keyId },
      records: { name: person.name, email },
    },
  };
}

/** An administrator adds a person with a first password. */
export async function addPerson(ctx: Context, input: AddPerson): Promise<PersonRow> {
  const passwordHash = await hashPassword(input.password);
  const { result } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const { id, event } = await insertPerson(tx, ctx, { ...input, passwordHash });
      return { result: id, events: [event] };
    },
    { attempt: { command: 'add-person', subject: { kind: 'installation', id: 'people' } } },
  );
  return { id: result, name: input.name, email: input.email.toLowerCase(), active: true, roles: [] };
}
