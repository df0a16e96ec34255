import { Refusal } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import type { Tx } from '../change.ts';

/**
 * Somebody who can let people in stays, for good: an administrator whose role ends by itself is not counted, since nobody
 * would be asked when it does. Of two who remove each other the second waits for the first. @throws Refusal LAST_ADMINISTRATOR
 */
export async function keepAnAdministrator(tx: Tx, leaving: string): Promise<void> {
  const administrators = await tx.query<{ person_id: string }>(
    `SELECT r.person_id FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.role = 'administrator' AND r.model_id IS NULL AND r.ends_at IS NULL AND ${heldAt('r', '$1')} AND p.active
     ORDER BY r.id FOR UPDATE OF r`,
    [tx.at],
  );
  if (administrators.rows.every((row) => row.person_id === leaving.toLowerCase())) {
    throw new Refusal('LAST_ADMINISTRATOR', 'The last administrator cannot be removed.');
  }
}
