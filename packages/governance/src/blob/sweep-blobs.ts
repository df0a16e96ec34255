import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { holdBlobsAlone } from './blob-lock.ts';

const dayMs = 86_400_000;
/** Rows and files per transaction, which keeps uploads waiting for as long as it runs. */
const batchSize = 200;

/** Removes uploads that no version names, among its files or attachments, no report and no sample, a day after they came, and files that no row names. Returns how many. */
export async function sweepBlobs(house: Pick<House, 'pool' | 'clock' | 'blobs'>): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = await sweepRows(house);
    removed += batch;
    if (batch < batchSize) break;
  }
  let unknown: string[] = [];
  for await (const digest of house.blobs.digests()) {
    unknown.push(digest);
    if (unknown.length < batchSize) continue;
    removed += await sweepFiles(house, unknown);
    unknown = [];
  }
  return removed + (await sweepFiles(house, unknown));
}

type SweepingHouse = Pick<House, 'pool' | 'clock' | 'blobs'>;

const sweepRows = (house: SweepingHouse): Promise<number> =>
  writeOperational(house, async (tx) => {
    await holdBlobsAlone(tx);
    const before = new Date(tx.at.getTime() - dayMs);
    const gone = await tx.query<{ digest: string }>(
      `DELETE FROM blob WHERE digest IN (
         SELECT b.digest FROM blob b
         WHERE b.created_at < $1 AND NOT EXISTS (SELECT FROM version_file f WHERE f.digest = b.digest)
           AND NOT EXISTS (SELECT FROM attachment a WHERE a.digest = b.digest)
           AND NOT EXISTS (SELECT FROM report_file r WHERE r.digest = b.digest)
           AND NOT EXISTS (SELECT FROM sample s WHERE s.population_digest = b.digest OR s.archive_digest = b.digest) LIMIT $2)
       RETURNING digest`,
      [before, batchSize],
    );
    // Bytes go before the row does: a crash in between leaves a row without bytes, which registering refuses.
    for (const { digest } of gone.rows) await removeOld(house, digest, before);
    return gone.rows.length;
  });

/** What was put and never reached its row. */
async function sweepFiles(house: SweepingHouse, digests: readonly string[]): Promise<number> {
  if (digests.length === 0) return 0;
  return writeOperational(house, async (tx) => {
    await holdBlobsAlone(tx);
    const before = new Date(tx.at.getTime() - dayMs);
    const orphans = await tx.query<{ digest: string }>(
      `SELECT d.digest FROM unnest($1::text[]) AS d (digest)
       WHERE NOT EXISTS (SELECT FROM blob b WHERE b.digest = d.digest) AND NOT EXISTS (SELECT FROM version_file f WHERE f.digest = d.digest)
         AND NOT EXISTS (SELECT FROM attachment a WHERE a.digest = d.digest)
         AND NOT EXISTS (SELECT FROM report_file r WHERE r.digest = d.digest)
         AND NOT EXISTS (SELECT FROM sample s WHERE s.population_digest = d.digest OR s.archive_digest = d.digest)`,
      [digests],
    );
    let removed = 0;
    for (const { digest } of orphans.rows) removed += await removeOld(house, digest, before);
    return removed;
  });
}

/** A file younger than a day belongs to an upload whose row may be about to come. */
async function removeOld(house: SweepingHouse, digest: string, before: Date): Promise<number> {
  const putAt = await house.blobs.putAt(digest);
  if (putAt === null || putAt >= before.getTime()) return 0;
  await house.blobs.remove(digest);
  return 1;
}
