import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { writeDatasets, writeDocuments, writeNotes } from './write-documents.ts';
import { writeNotebooks } from './write-notebooks.ts';
import { writeTerms } from './write-terms.ts';

const rowsAtOnce = 500;

/**
 * Makes the documents of the model that comes after another one, from the tables alone, in the place of whatever it had.
 * Entries of meanwhile are followed once every model is in. Returns true: there is always more to look at.
 */
export async function fillNext(house: House, tx: Tx, after: string): Promise<boolean> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM model WHERE id > $1 ORDER BY id LIMIT 1', [
    after,
  ]);
  const id = rows[0]?.id ?? null;
  await tx.query('UPDATE search_cursor SET filling = $1', [id]);
  if (id !== null) await fill(house, tx, id);
  return true;
}

async function fill(house: House, tx: Tx, modelId: string): Promise<void> {
  await tx.query('DELETE FROM search_document WHERE model_id = $1', [modelId]);
  await tx.query('DELETE FROM search_term WHERE model_id = $1', [modelId]);
  await writeDocuments(tx, 'model', [modelId]);
  await writeTerms(tx, [modelId]);
  for await (const versions of idsOf(tx, 'version t WHERE t.model_id = $1', modelId)) {
    await writeDocuments(tx, 'version', versions);
    await writeNotes(tx, versions);
    await writeDatasets(tx, versions);
    await writeNotebooks(house, tx, versions);
  }
  const threads = 'thread t JOIN version v ON v.id = t.version_id WHERE v.model_id = $1';
  for await (const some of idsOf(tx, threads, modelId)) await writeDocuments(tx, 'thread', some);
  for await (const some of idsOf(tx, 'experiment t WHERE t.model_id = $1', modelId))
    await writeDocuments(tx, 'experiment', some);
  const runs = 'run t JOIN experiment e ON e.id = t.experiment_id WHERE e.model_id = $1';
  for await (const some of idsOf(tx, runs, modelId)) await writeDocuments(tx, 'run', some);
}

/** Ids of rows `t` of a model, a page at a time. */
async function* idsOf(tx: Tx, from: string, modelId: string): AsyncGenerator<string[]> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: { id: string }[] } = await tx.query<{ id: string }>(
      `SELECT t.id FROM ${from} AND ($2::uuid IS NULL OR t.id > $2) ORDER BY t.id LIMIT ${rowsAtOnce}`,
      [modelId, after],
    );
    if (rows.length > 0) yield rows.map(({ id }) => id);
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)!.id;
  }
}
