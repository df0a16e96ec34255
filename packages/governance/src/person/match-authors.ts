import type { Job, Tx } from '../change.ts';
import { holdAddressAlone } from './address-lock.ts';

/**
 * Versions whose manifest names a newly verified address, of a person old or new, have the person as their author from this commit on, so that
 * nothing more is signed or counted. A job for each of them voids what they had signed before.
 */
export async function matchAuthors(tx: Tx, personId: string, email: string): Promise<Job[]> {
  await holdAddressAlone(tx, email);
  const found = await tx.query<{ version_id: string }>(
    'UPDATE version_author SET person_id = $1 WHERE email = $2 AND person_id IS NULL RETURNING version_id',
    [personId, email],
  );
  return found.rows.map(({ version_id: versionId }) => ({
    name: 'version.author-found',
    payload: { versionId, personId },
    key: `author-found/${versionId}/${personId}`,
  }));
}
