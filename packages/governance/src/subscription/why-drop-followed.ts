import { findOpened } from '../authority/read-scope.ts';
import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { deliveryOf, readMatched } from './matched.ts';

/**
 * A mail of what somebody follows leaves as long as they follow all of it and may see it. One of which a part is over is dropped,
 * and the rest is put together anew in the next look.
 */
export async function whyDropFollowed(house: House, mailId: string): Promise<string | null> {
  const { rows } = await house.pool.query<{ person_id: string; number: string }>(
    'SELECT person_id, number FROM followed_entry WHERE mail_id = $1 ORDER BY number',
    [mailId],
  );
  const personId = rows[0]?.person_id;
  if (personId === undefined) return null;
  const opened = (await findOpened(house, [personId])).get(personId);
  const numbers = rows.map(({ number }) => number);
  const matched = await readMatched(house.pool, 's.person_id = $4 AND n.number = ANY ($5::bigint[])', [
    personId,
    numbers,
  ]);
  const told = matched.filter((one) => ![null, 'portal'].includes(deliveryOf(opened, one)));
  if (told.length === numbers.length) return null;
  await writeOperational(house, async (tx) => {
    await tx.query(
      `UPDATE followed_entry SET mail_id = NULL, due_at = $2
       WHERE mail_id = $1 AND EXISTS (SELECT FROM mail WHERE id = $1 AND sent_at IS NULL)`,
      [mailId, tx.at],
    );
  });
  return 'Not all of it is followed any more, or may be seen: what is left is put together anew.';
}
