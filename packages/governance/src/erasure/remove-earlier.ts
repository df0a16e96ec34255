import { hash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import { plainArray } from '../plain-array.ts';
import { excludeReplays } from '../prediction/removal-lock.ts';
import { removeRescored } from '../rescoring/remove-rescored.ts';
import { removedJson } from '../subject/removed-content.ts';

/** SQL of predictions about a subject, `$1`, that were recorded before it had a key, in runs of their own. */
const earlierSql = `FROM prediction p JOIN scoring_run r ON r.id = p.run_id
  WHERE p.subject_hash = $1 AND r.subject_key_id IS NULL AND r.inputs IS NOT NULL AND r.rows = 1`;

interface Earlier {
  readonly id: string;
  readonly run_id: string;
  readonly model_id: string;
  readonly version_id: string;
  readonly decision: string | null;
  readonly inputs_digest: string;
  readonly outputs_digest: string;
}

/**
 * Removes the contents of what was recorded about a subject before it had a key, as a retention class does: digests and proofs stay.
 * These digests are not salted. Runs that others share cannot lose one row. The subject's key has to be destroyed already.
 * @returns how many predictions
 */
export async function removeEarlier(tx: Tx, subjectHash: Buffer, subjectKeyId: string): Promise<number> {
  await excludeReplays(tx);
  const { rows } = await tx.query<Earlier>(
    `SELECT p.id, p.run_id, p.model_id, p.version_id, p.decision::text AS decision, r.inputs_digest, r.outputs_digest ${earlierSql} ORDER BY p.version_id, p.id`,
    [subjectHash],
  );
  for (const versionId of new Set(rows.map(({ version_id }) => version_id)))
    await removeOf(
      tx,
      versionId,
      rows.filter(({ version_id }) => version_id === versionId),
      subjectKeyId,
    );
  return rows.length;
}

async function removeOf(
  tx: Tx,
  versionId: string,
  own: readonly Earlier[],
  subjectKeyId: string,
): Promise<void> {
  const batch = uuidv7();
  const { rows: replays } = await tx.query<{ id: string; detail: string }>(
    'SELECT id, detail::text AS detail FROM replay WHERE prediction_id = ANY ($1::uuid[])',
    [plainArray(own.map(({ id }) => id))],
  );
  const digest = hash(
    'sha256',
    own.map((made) => `${made.run_id} 1 ${made.inputs_digest} ${made.outputs_digest}\n`).join(''),
  );
  await tx.query(
    'INSERT INTO retention_batch (id, subject_key_id, model_id, version_id, runs, predictions, replays, digest, at) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)',
    [batch, subjectKeyId, own[0]!.model_id, versionId, own.length, replays.length, digest, tx.at],
  );
  const decided = own.filter(({ decision }) => decision !== null);
  const left = (json: string | null) => JSON.stringify(removedJson(batch, json!));
  await tx.query('SELECT remove_contents($1, $2::uuid[], $3::uuid[], $4::jsonb[], $5::uuid[], $6::jsonb[])', [
    batch,
    plainArray(own.map(({ run_id }) => run_id)),
    plainArray(decided.map(({ id }) => id)),
    decided.map(({ decision }) => left(decision)),
    plainArray(replays.map(({ id }) => id)),
    replays.map(({ detail }) => left(detail)),
  ]);
  await removeRescored(tx, batch, own);
}
