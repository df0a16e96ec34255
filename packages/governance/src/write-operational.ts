import type { Tx } from './change.ts';
import type { House } from './context.ts';
import { preparing } from './prepared.ts';

/**
 * A transaction for operational records alone (uploads, progress, predictions on the hot path): it writes no entry and
 * must touch nothing that `change` governs. The closed list of such tables is in the database's README.
 */
export async function writeOperational<Result>(
  house: Pick<House, 'pool' | 'clock'>,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const at = house.clock();
  const client = await house.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work({ at, ...preparing(client) });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
