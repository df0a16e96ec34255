import {
  type DatasetReference,
  type ExaminedDataset,
  type ExaminedDatasets,
  Refusal,
  type VersionAddress,
} from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { jsonWithoutCredentials } from './credentials.ts';
import { toExamined } from './examine-datasets.ts';
import { type RegisteredFile, RegisteredFiles } from './registered-files.ts';

/**
 * The dataset references of the revision in force, each fact with its basis and the reason of it, examined now from
 * the version's own bytes, which never change. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readDatasets(
  ctx: Context,
  { model, version }: VersionAddress,
): Promise<ExaminedDatasets> {
  const [scope, found] = await Promise.all([
    readScope(ctx),
    ctx.pool.query<{
      model_id: string;
      revision: number;
      datasets: DatasetReference[] | null;
      files: RegisteredFile[];
    }>(
      `SELECT v.model_id, v.revision, r.dossier->'datasets' AS datasets,
         (SELECT coalesce(json_agg(json_build_object('path', f.path, 'digest', f.digest, 'size', f.size) ORDER BY f.path), '[]')
          FROM version_file f WHERE f.version_id = v.id) AS files
       FROM version v JOIN model m ON m.id = v.model_id
         JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
       WHERE m.key = $1 AND v.label = $2`,
      [model, version],
    ),
  ]);
  const row = found.rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such version.', { model, version });
  requireModelIn(scope, row.model_id);
  const files = new RegisteredFiles(row.files, ctx.blobs);
  const items: ExaminedDataset[] = [];
  for (const dataset of row.datasets ?? [])
    items.push(jsonWithoutCredentials(await toExamined(dataset, files)));
  return { revision: row.revision, items };
}
