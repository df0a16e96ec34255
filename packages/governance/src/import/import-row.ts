import type { ImportKind, ImportRow, PersonRef } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { personJson } from '../person/read-names.ts';

export interface ImportStored {
  readonly id: string;
  readonly kind: ImportKind;
  readonly digest: string;
  readonly file_name: string;
  readonly by: PersonRef | null;
  readonly at: Date;
  readonly runs: number;
  readonly values: number;
  readonly experiments: string[];
  readonly version: string | null;
}

export const importSelect = `
SELECT i.id, i.kind, i.digest, i.file_name, ${personJson('p')} AS by, i.at, i.runs, i.values, i.experiments, i.version
FROM import i LEFT JOIN person p ON p.id = i.person_id`;

export const toImportRow = ({ file_name: fileName, at, ...row }: ImportStored): ImportRow => ({
  ...row,
  fileName,
  at: at.toISOString(),
});

/** What makes an import the same as another one. */
export interface ImportKey {
  readonly modelId: string;
  readonly digest: string;
  readonly kind: ImportKind;
  readonly target: string;
}

/** The import of the same bytes to the same end, if it was carried out. */
export async function findImport(
  tx: Pick<Tx, 'query'>,
  { modelId, digest, kind, target }: ImportKey,
): Promise<ImportRow | null> {
  const { rows } = await tx.query<ImportStored>(
    `${importSelect} WHERE i.model_id = $1 AND i.digest = $2 AND i.kind = $3 AND i.target = $4`,
    [modelId, digest, kind, target],
  );
  return rows[0] ? toImportRow(rows[0]) : null;
}
