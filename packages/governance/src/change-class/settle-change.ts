import type { ChangeJudged } from '@countersign/contracts';
import type { ChangeClass } from '@countersign/lifecycle';
import type { Tx } from '../change.ts';
import { type ChangeSide, firstOfModel, judgeChange } from './judge-change.ts';

interface Ground {
  readonly before_id: string | null;
  readonly before_revision: number | null;
  readonly before_stands: boolean;
  readonly varying_id: string | null;
}

/**
 * On what the class of a version rests, settled when it is registered: the version before it by number, with the revision that
 * it had then, whether that one stands, and the declaration in force. A version before stands where it was approved and
 * is not blocked, or is itself a retraining of one that stood: else a redesign that nobody reviewed would lend its retrainings lighter gates.
 */
async function groundAtRegistration(tx: Tx, versionId: string): Promise<Ground> {
  const { rows } = await tx.query<Ground>(
    `SELECT b.id AS before_id, b.revision AS before_revision, m.varying_id,
       coalesce(b.earned = 'approved' AND b.standing <> 'blocked' OR c.counts_as = 'retrain', false) AS before_stands
     FROM version v JOIN model m ON m.id = v.model_id
       LEFT JOIN LATERAL (SELECT p.* FROM version p WHERE p.model_id = v.model_id AND p.number < v.number ORDER BY p.number DESC LIMIT 1) b ON true
       LEFT JOIN change_class c ON c.version_id = b.id AND c.revision = b.revision
     WHERE v.id = $1`,
    [versionId],
  );
  return rows[0]!;
}

/** The same ground for what is amended; null for a version from before classes were judged. */
async function groundOf(tx: Tx, versionId: string): Promise<Ground | null> {
  const { rows } = await tx.query<Ground>(
    'SELECT before_id, before_revision, before_stands, varying_id FROM change_class WHERE version_id = $1 AND revision = 1',
    [versionId],
  );
  return rows[0] ?? null;
}

const sideSql = `SELECT r.dossier,
    (SELECT coalesce(json_agg(json_build_object('path', f.path, 'kind', f.kind, 'digest', f.digest)), '[]')
     FROM version_file f WHERE f.version_id = r.version_id) AS files
  FROM revision r WHERE r.version_id = $1 AND r.revision = $2`;

export async function readChangeSide(
  db: Pick<Tx, 'query'>,
  versionId: string,
  revision: number,
): Promise<ChangeSide> {
  const { rows } = await db.query<ChangeSide>(sideSql, [versionId, revision]);
  return rows[0]!;
}

export async function readVaryingNames(db: Pick<Tx, 'query'>, id: string | null): Promise<string[]> {
  if (id === null) return [];
  const { rows } = await db.query<{ names: string[] }>('SELECT names FROM model_varying WHERE id = $1', [id]);
  return rows[0]!.names;
}

/**
 * Judges and keeps the class of a revision, in the transaction that wrote it, and gives what it counts as at gates; null where
 * the version is from before classes were judged. The model's or the version's lock keeps others off.
 */
export async function settleChange(tx: Tx, versionId: string, revision: number): Promise<ChangeClass | null> {
  const ground = revision === 1 ? await groundAtRegistration(tx, versionId) : await groundOf(tx, versionId);
  if (!ground) return null;
  const judged = await judgeOn(tx, ground, versionId, revision);
  const countsAs = judged.class === 'retrain' && ground.before_stands ? 'retrain' : 'redesign';
  const { before_id, before_revision, before_stands, varying_id } = ground;
  await tx.query(
    `INSERT INTO change_class (version_id, revision, before_id, before_revision, before_stands, varying_id, class, counts_as, reasons, allowed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      versionId,
      revision,
      before_id,
      before_revision,
      before_stands,
      varying_id,
      judged.class,
      countsAs,
      JSON.stringify({ ...judged.reasons, codes: judged.codes }),
      JSON.stringify(judged.allowed),
    ],
  );
  return countsAs;
}

async function judgeOn(
  tx: Tx,
  { before_id, before_revision, varying_id }: Ground,
  versionId: string,
  revision: number,
): Promise<ChangeJudged> {
  if (before_id === null || before_revision === null) return firstOfModel;
  const before = await readChangeSide(tx, before_id, before_revision);
  const after = await readChangeSide(tx, versionId, revision);
  return judgeChange(before, after, await readVaryingNames(tx, varying_id));
}
