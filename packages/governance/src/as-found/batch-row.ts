import { type AsFoundBatch, type InventoryRow, Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { InventoryLine } from './parse-inventory.ts';

export interface BatchStored {
  readonly id: string;
  readonly digest: string;
  readonly rows: number;
  readonly comment: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly prepared_at: Date;
  readonly state: AsFoundBatch['state'];
}

export const batchSelect = `
SELECT b.id, b.digest, b.rows, b.comment, b.person_id, p.name AS person_name, b.prepared_at, b.state
FROM as_found_batch b LEFT JOIN person p ON p.id = b.person_id`;

export const toBatch = (row: BatchStored, signatures: AsFoundBatch['signatures']): AsFoundBatch => ({
  id: row.id,
  digest: row.digest,
  rows: row.rows,
  comment: row.comment,
  preparedBy: { id: row.person_id, name: row.person_name ?? 'Countersign' },
  preparedAt: row.prepared_at.toISOString(),
  state: row.state,
  signatures,
});

/** @throws Refusal NOT_FOUND */
export async function lockBatch(tx: Tx, id: string): Promise<Pick<BatchStored, 'id' | 'digest' | 'state'>> {
  const found = await tx.query<Pick<BatchStored, 'id' | 'digest' | 'state'>>(
    'SELECT id, digest, state FROM as_found_batch WHERE id = $1 FOR UPDATE',
    [id],
  );
  if (!found.rows[0]) throw noSuchBatch();
  if (found.rows[0].state !== 'open') throw new Refusal('CONFLICT', 'This inventory no longer waits.');
  return found.rows[0];
}

export const noSuchBatch = () => new Refusal('NOT_FOUND', 'There is no such inventory.');

export async function readLines(tx: Pick<Tx, 'query'>, batchId: string): Promise<InventoryLine[]> {
  const { rows } = await tx.query<{ line: number; claimed: InventoryRow }>(
    'SELECT line, claimed FROM as_found_row WHERE batch_id = $1 ORDER BY line',
    [batchId],
  );
  return rows.map(({ line, claimed }) => ({ line, row: claimed }));
}
