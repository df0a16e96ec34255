import type { Tx } from '../tx.ts';
import { datasetSql, documentSql, type Source } from './document-sql.ts';

const columns = 'source, place, kind, model_id, version_id, person_id, title, body, tags, stage, tier, at';
const given = columns.split(', ').slice(2);
const rowOf = (table: string) => `(${given.map((column) => `${table}.${column}`).join(', ')})`;

/** SQL that puts the documents of a SELECT in the place of those of before; what is the same is left alone. */
const upsert = (select: string) => `
INSERT INTO search_document AS d (${columns}) ${select}
ON CONFLICT (source, place) DO UPDATE SET ${given.map((column) => `${column} = excluded.${column}`).join(', ')}
  WHERE ${rowOf('d')} IS DISTINCT FROM ${rowOf('excluded')}`;

/** Writes what is found of things of one kind, by their ids: rows, not documents, are what may be many. */
export async function writeDocuments(tx: Tx, source: Source, ids: readonly string[]): Promise<void> {
  await tx.query(upsert(documentSql[source]), [ids]);
}

/** Release notes and errata of versions; notes that say nothing any more are no document. */
export async function writeNotes(tx: Tx, versionIds: readonly string[]): Promise<void> {
  await writeDocuments(tx, 'notes', versionIds);
  await tx.query(
    `DELETE FROM search_document d USING version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
     WHERE v.id = ANY ($1::uuid[]) AND d.source = 'notes:' || v.id AND d.place = '' AND r.release_notes = ''`,
    [versionIds],
  );
}

/** Data that versions name now, and those that they named before: of which nobody tells any more, there is no document. */
export async function writeDatasets(tx: Tx, versionIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ model_id: string; keys: string[] }>(
    `SELECT model_id, array_agg(DISTINCT key) AS keys FROM (
       SELECT v.model_id, i.key FROM version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
         CROSS JOIN LATERAL lineage_inputs(r.dossier) i WHERE v.id = ANY ($1::uuid[]) AND i.key LIKE 'dataset:%'
       UNION ALL SELECT v.model_id, 'dataset:' || f.digest FROM version v JOIN version_file f ON f.version_id = v.id AND f.kind = 'data'
         WHERE v.id = ANY ($1)
       UNION ALL SELECT d.model_id, d.place FROM search_document d WHERE d.version_id = ANY ($1) AND d.kind = 'dataset') named
     GROUP BY model_id`,
    [versionIds],
  );
  for (const { model_id: modelId, keys } of rows) {
    await tx.query(
      `WITH found (${columns}) AS (${datasetSql}), written AS (${upsert('SELECT * FROM found')})
       DELETE FROM search_document d WHERE d.source = 'dataset:' || $1 AND d.place = ANY ($2::text[])
         AND NOT EXISTS (SELECT FROM found WHERE found.place = d.place)`,
      [modelId, keys],
    );
  }
}

/** Where versions and models stand now, in the documents of all that belongs to them. */
export async function writeStandings(
  tx: Tx,
  { versions, models }: { readonly versions: readonly string[]; readonly models: readonly string[] },
): Promise<void> {
  await tx.query(
    `UPDATE search_document d SET stage = v.stage FROM version v
     WHERE v.id = ANY ($1::uuid[]) AND d.version_id = v.id AND d.stage IS DISTINCT FROM v.stage`,
    [versions],
  );
  await tx.query(
    `UPDATE search_document d SET tier = m.tier FROM model m
     WHERE m.id = ANY ($1::uuid[]) AND d.model_id = m.id AND d.tier <> m.tier`,
    [models],
  );
  await tx.query(
    `DELETE FROM search_document d USING model m WHERE m.id = ANY ($1::uuid[]) AND d.model_id = m.id AND m.retired_at IS NOT NULL`,
    [models],
  );
}

export interface NotebookText {
  /** From 1, as the notebook's page counts. */
  readonly cell: number;
  readonly text: string;
}

/** Cells that are written by one statement. */
const atOnce = 500;

/** The cells of one notebook, by the digest of its bytes: versions that hold the same one share its documents. */
export async function writeCells(
  tx: Tx,
  versionId: string,
  { path, digest }: { readonly path: string; readonly digest: string },
  cells: readonly NotebookText[],
): Promise<void> {
  for (let from = 0; from < cells.length; from += atOnce) {
    const some = cells.slice(from, from + atOnce);
    await tx.query(
      upsert(`SELECT 'notebook:' || m.id || ':' || $2, $3 || '#' || c.cell, 'notebook', m.id, v.id, v.registrant_id, $3 || ', cell ' || c.cell, c.text,
          '{}'::text[], v.stage, m.tier, v.created_at
        FROM version v JOIN model m ON m.id = v.model_id AND m.retired_at IS NULL
        CROSS JOIN unnest($4::int[], $5::text[]) AS c (cell, text) WHERE v.id = $1`),
      [versionId, digest, path, some.map(({ cell }) => cell), some.map(({ text }) => text)],
    );
  }
}
