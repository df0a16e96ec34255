import { batchTree, toBase64 } from '@countersign/ledger';
import type { Tx } from '../change.ts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { plainArray } from '../plain-array.ts';
import { leafOf, readRecords, type SealedKind } from './sealed-record.ts';

/** A record's place in the batch that it was sealed in. */
export interface Seal {
  readonly batchId: string;
  readonly index: number;
  readonly size: number;
  /** Base 64, from the leaf's sibling to the root's child. */
  readonly proof: readonly string[];
  /** Hex. */
  readonly root: string;
  readonly at: Date;
  /** Its number is null for the moment between its commit and the sequencer. */
  readonly entry: { readonly id: string; readonly number: number | null; readonly body: string };
  /** False where today's rows give other bytes than those that were sealed. */
  readonly holds: boolean;
}

/** A record as its rows give it today, and its seal; none while it waits. */
export interface Sealable {
  readonly record: string;
  readonly seal: Seal | null;
}

interface BatchRow {
  readonly id: string;
  readonly size: number;
  readonly leaves: Buffer;
  readonly root: Buffer;
  readonly at: Date;
  readonly entry_id: string;
  readonly body: string;
  readonly number: string | null;
}

/**
 * Records and seals of many predictions or replays, by id; ids that nothing stands for are left out. Each batch is read
 * and hashed once, so ids of one batch should be asked for together; at most a thousand at a time.
 */
export async function readSeals(
  db: Pick<Tx, 'query'>,
  kind: SealedKind,
  ids: readonly string[],
): Promise<Map<string, Sealable>> {
  const records = await readRecords(db, kind, ids);
  const places = await readPlaces(db, kind, [...records.keys()]);
  const sealed = new Map<string, Sealable>();
  for (const [id, { text }] of records) sealed.set(id, { record: text, seal: null });
  for (const [batchId, members] of places) {
    const batch = await readBatch(db, batchId);
    if (!batch) continue;
    const leaves = Array.from({ length: batch.size }, (_, at) =>
      batch.leaves.subarray(32 * at, 32 * at + 32),
    );
    const tree = batchTree(leaves, ledgerSha256);
    const intact = batch.root.equals(tree.root);
    for (const { id, index } of members) {
      const record = records.get(id)!.text;
      sealed.set(id, {
        record,
        seal: {
          batchId,
          index,
          size: batch.size,
          proof: tree.path(index).map(toBase64),
          root: batch.root.toString('hex'),
          at: batch.at,
          entry: { id: batch.entry_id, number: numberOrNull(batch.number), body: batch.body },
          holds: intact && leaves[index]!.equals(leafOf(record)),
        },
      });
    }
  }
  return sealed;
}

/** In which batch an id is, and where: batches hardly overlap, because ids and batches are both made in the order of time. */
async function readPlaces(
  db: Pick<Tx, 'query'>,
  kind: SealedKind,
  ids: readonly string[],
): Promise<Map<string, { id: string; index: number }[]>> {
  const { rows } = await db.query<{ id: string; batch: string; place: number }>(
    `SELECT m.id, b.id AS batch, array_position(b.members, m.id) AS place FROM unnest($2::uuid[]) AS m (id)
     CROSS JOIN LATERAL (
       SELECT id, members FROM sealed_batch WHERE kind = $1 AND last >= m.id AND first <= m.id AND m.id = ANY(members)
       ORDER BY last LIMIT 1
     ) b`,
    [kind, plainArray(ids)],
  );
  const places = new Map<string, { id: string; index: number }[]>();
  for (const { id, batch, place } of rows) {
    const others = places.get(batch) ?? [];
    others.push({ id, index: place - 1 });
    places.set(batch, others);
  }
  return places;
}

async function readBatch(db: Pick<Tx, 'query'>, id: string): Promise<BatchRow | undefined> {
  const { rows } = await db.query<BatchRow>(
    `SELECT b.id, b.size, b.leaves, b.root, b.at, l.id AS entry_id, l.body, n.number
     FROM sealed_batch b JOIN ledger_entry l ON l.subject_id = b.id::text AND l.event IN ('predictions.sealed', 'replays.sealed')
     LEFT JOIN ledger_number n ON n.entry_id = l.id WHERE b.id = $1`,
    [id],
  );
  return rows[0];
}
