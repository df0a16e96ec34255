import type { Tx } from '../tx.ts';
import type { Gathering } from './write-apart.ts';
import { writeNotebooks, writePart } from './write-parts.ts';

const rowsAtOnce = 500;

/**
 * Makes the documents of the model that comes after another one, from the tables alone, in the place of whatever it had.
 * Entries of meanwhile are followed once every model is in. Returns true: there is always more to look at.
 */
export async function fillNext(gathering: Gathering, after: string): Promise<boolean> {
  const { tx } = gathering;
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM model WHERE id > $1 ORDER BY id LIMIT 1', [
    after,
  ]);
  const id = rows[0]?.id ?? null;
  await tx.query('UPDATE search_cursor SET filling = $1', [id]);
  if (id !== null) await fill(gathering, id);
  return true;
}

async function fill(gathering: Gathering, modelId: string): Promise<void> {
  const { tx } = gathering;
  await tx.query('DELETE FROM search_document WHERE model_id = $1', [modelId]);
  await tx.query('DELETE FROM search_term WHERE model_id = $1', [modelId]);
  await writePart(gathering, 'model', [modelId]);
  await writePart(gathering, 'term', [modelId]);
  for await (const versions of idsOf(tx, 'version t WHERE t.model_id = $1', modelId)) {
    await writePart(gathering, 'version', versions);
    await writePart(gathering, 'notes', versions);
    await writePart(gathering, 'dataset', versions);
    await writeNotebooks(gathering, versions);
  }
  const threads = 'thread t JOIN version v ON v.id = t.version_id WHERE v.model_id = $1';
  for await (const some of idsOf(tx, threads, modelId)) await writePart(gathering, 'thread', some);
  for await (const some of idsOf(tx, 'experiment t WHERE t.model_id = $1', modelId))
    await writePart(gathering, 'experiment', some);
  const runs = 'run t JOIN experiment e ON e.id = t.experiment_id WHERE e.model_id = $1';
  for await (const some of idsOf(tx, runs, modelId)) await writePart(gathering, 'run', some);
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
