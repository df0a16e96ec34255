import { limits, type ReferenceInput, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';

/** Writes a reference under the version's lock. @throws Refusal BAD_INPUT, CONFLICT where the same is there already */
export async function insertReference(
  tx: Tx,
  versionId: string,
  personId: string,
  { kind, value, link }: ReferenceInput,
): Promise<{ id: string; event: VersionEvent }> {
  const { rows } = await tx.query<{ all: number; same: number }>(
    `SELECT count(*)::int AS all,
       (count(*) FILTER (WHERE kind = $2 AND value = $3 AND withdrawn_at IS NULL))::int AS same
     FROM version_reference WHERE version_id = $1`,
    [versionId, kind, value],
  );
  const { all, same } = rows[0]!;
  if (same > 0)
    throw new Refusal('CONFLICT', `${value} is a reference of this version already.`, { kind, value });
  if (all >= limits.references)
    throw new Refusal('BAD_INPUT', `A version has at most ${limits.references} references.`, {
      most: limits.references,
    });
  const id = uuidv7();
  await tx.query(
    'INSERT INTO version_reference (id, version_id, kind, value, link, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, versionId, kind, value, link ?? null, personId, tx.at],
  );
  return {
    id,
    event: {
      event: 'version.reference-added',
      data: { reference: id, kind },
      records: { value, ...(link === undefined ? {} : { link }) },
    },
  };
}
