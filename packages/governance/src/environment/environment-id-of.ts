import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** @throws Refusal ENVIRONMENT_UNKNOWN */
export async function environmentIdOf(tx: Pick<Tx, 'query'>, key: string | undefined): Promise<string> {
  const found = await tx.query<{ id: string }>('SELECT id FROM environment WHERE key = $1', [key ?? '']);
  if (!found.rows[0])
    throw new Refusal('ENVIRONMENT_UNKNOWN', 'There is no such environment.', { environment: key ?? '' });
  return found.rows[0].id;
}
