import { text } from 'node:stream/consumers';
import { limits } from '@countersign/contracts';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { notebookTexts } from './notebook-texts.ts';
import { writeCells } from './write-documents.ts';

interface Notebook {
  readonly version_id: string;
  readonly path: string;
  readonly digest: string;
}

/** Notebooks of versions, cell by cell. What is too large to be shown, or not there any more, is not found either. */
export async function writeNotebooks(house: House, tx: Tx, versionIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<Notebook>(
    `SELECT f.version_id, f.path, f.digest FROM version_file f JOIN version v ON v.id = f.version_id
     WHERE v.id = ANY ($1::uuid[]) AND (f.kind = 'notebook' OR f.path ILIKE '%.ipynb') AND f.size <= $2 ORDER BY v.model_id, v.number, f.path`,
    [versionIds, limits.notebook],
  );
  for (const notebook of rows) {
    if (!(await house.blobs.has(notebook.digest))) continue;
    const cells = notebookTexts(await text(house.blobs.open(notebook.digest)));
    await writeCells(tx, notebook.version_id, notebook, cells);
  }
}
