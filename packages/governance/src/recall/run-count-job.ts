import type { House } from '../context.ts';
import { countIn, readInputs, readSchema } from './count-affected.ts';
import { findRecall, versionsOfRecall } from './find-recall.ts';

/** Predictions that are in memory at a time. */
const atOnce = 500;

interface Progress {
  readonly run: number;
  readonly version_id: string | null;
  readonly after: string | null;
}

/**
 * Counts the predictions of a recall whose inputs meet its conditions, version by version, oldest first, and goes on where it
 * stopped. Conditions that change meanwhile begin another run, to which this one gives way.
 */
export async function runCountJob(
  house: House,
  { recallId }: { recallId: string },
  signal?: AbortSignal,
): Promise<void> {
  const recall = await findRecall(house.pool, recallId);
  const { rows } = await house.pool.query<Progress>(
    `SELECT run, version_id, "after" FROM recall_count WHERE recall_id = $1 AND state = 'running'`,
    [recall.id],
  );
  const progress = rows[0];
  const conditions = recall.affected_inputs;
  if (!progress || !conditions) return;
  const ids = (await versionsOfRecall(house.pool, recall.id)).map(({ version_id }) => version_id);
  const from = progress.version_id === null ? 0 : ids.indexOf(progress.version_id);
  for (const versionId of ids.slice(Math.max(from, 0))) {
    const schema = await readSchema(house, versionId);
    let after = versionId === progress.version_id ? progress.after : null;
    for (;;) {
      if (signal?.aborted) throw new Error('the worker stops; the count is taken up again');
      const page = await readInputs(house, { versionId, after, limit: atOnce });
      const last = page.at(-1);
      if (!last) break;
      after = last.id;
      const counted = countIn(
        page.map((prediction) => ({ ...prediction, schema })),
        conditions,
      );
      const kept = await house.pool.query(
        `UPDATE recall_count SET version_id = $3, "after" = $4, looked = looked + $5, matching = matching + $6, unreadable = unreadable + $7
         WHERE recall_id = $1 AND run = $2 AND state = 'running'`,
        [recall.id, progress.run, versionId, after, counted.looked, counted.matching, counted.unreadable],
      );
      if (!kept.rowCount) return;
    }
  }
  await house.pool.query("UPDATE recall_count SET state = 'done' WHERE recall_id = $1 AND run = $2", [
    recall.id,
    progress.run,
  ]);
}
