import type { Ranges } from '@countersign/ledger';
import type { Context } from '../context.ts';

/**
 * Numbers of the entries that enrolled the keys and passkeys which the signatures of some entries were made with. Without
 * them nobody outside could check these signatures.
 */
export async function findEnrolments({ pool }: Pick<Context, 'pool'>, entries: Ranges): Promise<number[]> {
  const { rows } = await pool.query<{ number: string }>(
    `WITH asked AS (
       SELECT e.body::jsonb -> 'data' AS data
       FROM unnest($1::bigint[], $2::bigint[]) AS w (first, last)
       JOIN ledger_number n ON n.number BETWEEN w.first AND w.last JOIN ledger_entry e ON e.id = n.entry_id
       WHERE e.body LIKE '%"signature":%'
     ), enrolled AS (
       SELECT e.id FROM ledger_entry e WHERE e.event = 'person.added'
         AND e.body::jsonb -> 'data' ->> 'keyId' IN (SELECT data ->> 'key' FROM asked)
       UNION ALL
       SELECT e.id FROM ledger_entry e WHERE e.event = 'person.passkey-added'
         AND e.body::jsonb -> 'data' ->> 'passkey' IN (SELECT data -> 'assertion' ->> 'passkey' FROM asked)
     )
     SELECT n.number FROM enrolled JOIN ledger_number n ON n.entry_id = enrolled.id ORDER BY n.number`,
    [entries.map(([first]) => first), entries.map(([, last]) => last)],
  );
  return rows.map(({ number }) => Number(number));
}
