import type { DatasetReference } from '@countersign/contracts';
import type { Job } from '../change.ts';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { type ExaminedRevision, examinationRules, findingsOf } from './keep-findings.ts';
import { registeredFilesOf } from './registered-files.ts';

type RevisionOf = Pick<ExaminedRevision, 'versionId' | 'revision'>;

/** The job that examines a revision, to leave with the change that writes it. */
export const examinationJobs = (
  datasets: readonly DatasetReference[],
  { versionId, revision }: RevisionOf,
): readonly Job[] =>
  datasets.length === 0
    ? []
    : [
        {
          name: 'dataset.examine',
          payload: { versionId, revision },
          key: `dataset.examine/${versionId}/${revision}`,
        },
      ];

/**
 * A revision that says the same of its data as the one before it takes over what was found of them, and when: its files are
 * the same, too. Whether there was something to take over that stands for good.
 */
export async function carryFindings(tx: Tx, { versionId, revision }: RevisionOf): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO dataset_finding (version_id, revision, rules, items, examined_at)
     SELECT version_id, $2, rules, items, examined_at FROM dataset_finding
     WHERE version_id = $1 AND revision = $2 - 1 AND rules = $3 AND stands_until IS NULL`,
    [versionId, revision, examinationRules],
  );
  return rowCount === 1;
}

/** Examines one revision; where that was done, or is under way for a reader, nothing is done twice. */
export async function examineRevision(
  house: Pick<House, 'pool' | 'clock' | 'blobs'>,
  { versionId, revision }: RevisionOf,
): Promise<void> {
  const { rows } = await house.pool.query<ExaminedRevision>(
    `SELECT r.version_id AS "versionId", r.revision, coalesce(r.dossier->'datasets', '[]') AS datasets, ${registeredFilesOf('r.version_id')} AS files
     FROM revision r WHERE r.version_id = $1 AND r.revision = $2`,
    [versionId, revision],
  );
  if (rows[0]) await findingsOf(house, rows[0]);
}
