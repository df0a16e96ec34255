import { change } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { findRecall, versionsOfRecall } from './find-recall.ts';
import { type Proof, provePlace, readPlaces } from './recall-places.ts';

/** Recalls that are followed in one run; those whose mark is oldest first. */
const followedAtOnce = 200;

/**
 * Asks each place of a recall that is not proven yet, and writes down what proves that it stopped: a row and an entry.
 * At least once; a place that was proven meanwhile is left alone. Returns how many were proven.
 */
export async function provePlaces(house: House, { recallId }: { recallId: string }): Promise<number> {
  const recall = await findRecall(house.pool, recallId);
  if (recall.standing !== 'blocked' || recall.closed_at !== null) return 0;
  const recalled = new Set((await versionsOfRecall(house.pool, recall.id)).map((one) => one.version_id));
  const proven: { place: string; versionId: string; proof: Proof }[] = [];
  for (const place of await readPlaces(house.pool, recall, house.clock())) {
    if (place.proven_at !== null) continue;
    const proof = await provePlace(house, recall, place, recalled);
    if (proof) proven.push({ place: place.place, versionId: place.version_id, proof });
  }
  const ctx: Context = { ...house, actor: systemActor('recall') };
  let written = 0;
  for (const { place, versionId, proof } of proven) {
    const isThere = await house.pool.query('SELECT FROM recall_place WHERE recall_id = $1 AND place = $2', [
      recall.id,
      place,
    ]);
    if (isThere.rowCount) continue;
    await change(ctx, async (tx) => {
      await tx.query(
        'INSERT INTO recall_place (recall_id, place, basis, found, at) VALUES ($1, $2, $3, $4, $5)',
        [recall.id, place, proof.basis, proof.found, tx.at],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'recall.place-proven' as const,
            subject: { kind: 'recall' as const, id: recall.id },
            modelId: recall.model_id,
            versionId,
            data: { recall: recall.id, place, basis: proof.basis },
            records: { found: proof.found },
          },
        ],
      };
    }).then(
      () => {
        written += 1;
      },
      (error: { code?: string }) => {
        // Another process was faster.
        if (error.code !== '23505') throw error;
      },
    );
  }
  return written;
}

/** Recalls whose places are not all proven are asked again, each minute. */
export async function followRecalls(house: House): Promise<void> {
  const { rows } = await house.pool.query<{ id: string }>(
    `SELECT id FROM recall WHERE standing = 'blocked' AND raised_with IS NULL AND lifted_at IS NULL AND closed_at IS NULL ORDER BY at LIMIT $1`,
    [followedAtOnce],
  );
  for (const { id } of rows) await provePlaces(house, { recallId: id });
}
