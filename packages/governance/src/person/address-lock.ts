import type { Tx } from '../change.ts';

/**
 * Whoever registers a version and whoever verifies an address of its manifest would otherwise not see each other's rows,
 * and the author would never be matched. Held to the end of the transaction; in one order, so that nobody waits in a ring.
 */
export const holdAddresses = (tx: Pick<Tx, 'query'>, emails: readonly string[]) =>
  tx.query(
    `SELECT pg_advisory_xact_lock_shared(key)
     FROM (SELECT DISTINCT hashtextextended(email, 0) AS key FROM unnest($1::text[]) AS a (email) ORDER BY key) keys`,
    [emails],
  );

/** Waits until nobody who looked the address up is still writing. */
export const holdAddressAlone = (tx: Pick<Tx, 'query'>, email: string) =>
  tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [email]);
