import { type AddressRow, type OnePerson, type PersonPage, Refusal } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type PersonStored, personColumns, toPersonRow } from './person-row.ts';
import { personJson } from './read-names.ts';

interface AddressStored extends Omit<AddressRow, 'addedAt' | 'verifiedAt'> {
  readonly added_at: Date;
  readonly verified_at: Date | null;
}

/** One person's page: the account, its addresses, and whether a link is on its way. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readPerson(ctx: Context, { personId }: OnePerson): Promise<PersonPage> {
  if (personId !== ctx.actor.id) await requireFullScope(ctx);
  const at = ctx.clock();
  const [people, addresses, links] = await Promise.all([
    ctx.pool.query<PersonStored>(
      `SELECT ${personColumns('$2')} FROM person p WHERE p.id = $1 AND p.kind = 'person'`,
      [personId, at],
    ),
    ctx.pool.query<AddressStored>(
      `SELECT e.email, e.added_at, e.verified_at, ${personJson('v')} AS "verifiedBy", e.email = p.email AS "signIn"
       FROM person_email e JOIN person p ON p.id = e.person_id LEFT JOIN person v ON v.id = e.verified_by
       WHERE e.person_id = $1 ORDER BY e.email = p.email DESC, e.added_at, e.email`,
      [personId],
    ),
    ctx.pool.query<{ kind: 'invitation' | 'reset'; expires_at: Date }>(
      `SELECT kind, expires_at FROM account_link
       WHERE person_id = $1 AND used_at IS NULL AND voided_at IS NULL AND expires_at > $2`,
      [personId, at],
    ),
  ]);
  const person = people.rows[0];
  if (!person) throw new Refusal('NOT_FOUND', 'There is no such person.');
  const link = links.rows[0];
  return {
    person: toPersonRow(person),
    addresses: addresses.rows.map(({ added_at: addedAt, verified_at: verifiedAt, ...address }) => ({
      ...address,
      addedAt: addedAt.toISOString(),
      verifiedAt: verifiedAt?.toISOString() ?? null,
    })),
    link: link ? { kind: link.kind, expiresAt: link.expires_at.toISOString() } : null,
  };
}
