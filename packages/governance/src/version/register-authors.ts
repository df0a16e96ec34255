import type { Manifest } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import { holdAddresses } from '../person/address-lock.ts';

/**
 * Writes who made a version: the manifest's authors by address, each matched to a person by verified address, and the
 * registrant; behind a service account the person who answers for it. An address that nobody holds stays a claim.
 */
export async function insertAuthors(
  tx: Tx,
  versionId: string,
  authors: Manifest['authors'],
  registrant: { readonly id: string; readonly email: string; readonly responsibleId?: string | null },
): Promise<void> {
  const parts = new Map<string, Set<string>>();
  for (const { email, part } of authors) {
    const address = email.toLowerCase();
    parts.set(address, (parts.get(address) ?? new Set()).add(part));
  }
  await holdAddresses(tx, [...parts.keys()]);
  const known = await tx.query<{ email: string; person_id: string }>(
    'SELECT email, person_id FROM person_email WHERE email = ANY($1) AND verified_at IS NOT NULL',
    [[...parts.keys()]],
  );
  const personOf = new Map(known.rows.map((row) => [row.email, row.person_id]));
  const rows = [...parts].map(([email, made]) => ({
    email,
    personId: personOf.get(email) ?? null,
    parts: [...made].sort(),
    basis: 'manifest',
  }));
  if (!rows.some(({ personId }) => personId === registrant.id)) {
    rows.push({
      email: registrant.email.toLowerCase(),
      personId: registrant.id,
      parts: [],
      basis: 'registrant',
    });
  }
  const responsible = await responsibleFor(tx, registrant.responsibleId);
  if (responsible && !rows.some(({ personId }) => personId === responsible.id))
    rows.push({ email: responsible.email, personId: responsible.id, parts: [], basis: 'responsible' });
  for (const row of rows) {
    await tx.query(
      `INSERT INTO version_author (id, version_id, email, person_id, parts, basis, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (version_id, email) DO UPDATE SET person_id = coalesce(version_author.person_id, excluded.person_id)`,
      [uuidv7(), versionId, row.email, row.personId, row.parts, row.basis, tx.at],
    );
  }
}

/** Who answers for a service account that registers or amends: they are an author of what it makes (lifecycle.md 19). */
export async function responsibleFor(
  tx: Tx,
  responsibleId: string | null | undefined,
): Promise<{ id: string; email: string } | null> {
  if (!responsibleId) return null;
  const found = await tx.query<{ id: string; email: string }>(
    'SELECT id, email FROM person WHERE id = $1 FOR SHARE',
    [responsibleId],
  );
  return found.rows[0] ?? null;
}
