import { Refusal } from '@countersign/contracts';
import type { Tier } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';

export interface LockedModel {
  readonly id: string;
  readonly key: string;
  readonly tier: Tier;
}

/** The model is always locked before what hangs on it, so that two changes never wait for each other. */
export async function lockModel(tx: Tx, id: string): Promise<LockedModel> {
  const found = await tx.query<LockedModel>('SELECT id, key, tier FROM model WHERE id = $1 FOR UPDATE', [id]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such model.');
  return found.rows[0];
}
