import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** Null is every model. @throws Refusal NOT_FOUND */
export async function modelIdOf(tx: Pick<Tx, 'query'>, modelKey: string | undefined): Promise<string | null> {
  if (modelKey === undefined) return null;
  const found = await tx.query<{ id: string }>('SELECT id FROM model WHERE key = $1', [modelKey]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', `There is no model ${modelKey}.`, { model: modelKey });
  return found.rows[0].id;
}
