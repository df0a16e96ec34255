import {
  type DatasetReference,
  type ExaminedDatasets,
  Refusal,
  type VersionAddress,
} from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findingsOf } from './keep-findings.ts';
import { type RegisteredFile, registeredFilesOf } from './registered-files.ts';

/**
 * The dataset references of the revision in force, each fact with its basis and the reason of it, as the version's
 * own bytes showed when they were first examined; they never change. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readDatasets(
  ctx: Context,
  { model, version }: VersionAddress,
): Promise<ExaminedDatasets> {
  const [scope, found] = await Promise.all([
    readScope(ctx),
    ctx.pool.query<{
      id: string;
      model_id: string;
      revision: number;
      datasets: DatasetReference[] | null;
      files: RegisteredFile[];
    }>(
      `SELECT v.id, v.model_id, v.revision, r.dossier->'datasets' AS datasets, ${registeredFilesOf('v.id')} AS files
       FROM version v JOIN model m ON m.id = v.model_id
         JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
       WHERE m.key = $1 AND v.label = $2`,
      [model, version],
    ),
  ]);
  const row = found.rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such version.', { model, version });
  requireModelIn(scope, row.model_id);
  const { id, revision, datasets, files } = row;
  return {
    revision,
    items: await findingsOf(ctx, { versionId: id, revision, datasets: datasets ?? [], files }),
  };
}
