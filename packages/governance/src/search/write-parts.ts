import { text } from 'node:stream/consumers';
import { limits } from '@countersign/contracts';
import type { Source } from './document-sql.ts';
import { notebookTexts } from './notebook-texts.ts';
import { type Gathering, writeApart } from './write-apart.ts';
import { writeCells, writeDatasets, writeDocuments, writeNotes } from './write-documents.ts';
import { writeTerms } from './write-terms.ts';

/** Parts of what is found, each made from things of one kind by their ids. */
type Part = Source | 'dataset' | 'notebook' | 'term';

const parts: Readonly<Record<Part, (gathering: Gathering, ids: readonly string[]) => Promise<void>>> = {
  model: ({ tx }, ids) => writeDocuments(tx, 'model', ids),
  version: ({ tx }, ids) => writeDocuments(tx, 'version', ids),
  notes: ({ tx }, ids) => writeNotes(tx, ids),
  thread: ({ tx }, ids) => writeDocuments(tx, 'thread', ids),
  experiment: ({ tx }, ids) => writeDocuments(tx, 'experiment', ids),
  run: ({ tx }, ids) => writeDocuments(tx, 'run', ids),
  dataset: ({ tx }, ids) => writeDatasets(tx, ids),
  term: ({ tx }, ids) => writeTerms(tx, ids),
  notebook: writeNotebook,
};

/** Writes a part of what is found of things, by their ids; what cannot be read holds up nothing else. */
export async function writePart(gathering: Gathering, part: Part, ids: readonly string[]): Promise<void> {
  await writeApart(gathering, part, ids, (some) => parts[part](gathering, some));
}

interface Notebook {
  readonly version_id: string;
  readonly path: string;
  readonly digest: string;
}

/** Notebooks of versions, cell by cell; what is too large to be shown is not found either. */
export async function writeNotebooks(gathering: Gathering, versionIds: readonly string[]): Promise<void> {
  const { rows } = await gathering.tx.query<{ id: string }>(
    `SELECT f.version_id || ' ' || f.path AS id FROM version_file f JOIN version v ON v.id = f.version_id
     WHERE v.id = ANY ($1::uuid[]) AND (f.kind = 'notebook' OR f.path ILIKE '%.ipynb') AND f.size <= $2 ORDER BY v.model_id, v.number, f.path`,
    [versionIds, limits.notebook],
  );
  // Each by itself: one that cannot be read must not let the others be read again and again.
  for (const { id } of rows) await writePart(gathering, 'notebook', [id]);
}

async function writeNotebook({ house, tx }: Gathering, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { rows } = await tx.query<Notebook>(
      'SELECT version_id, path, digest FROM version_file WHERE version_id = $1 AND path = $2',
      [id.slice(0, 36), id.slice(37)],
    );
    const [notebook] = rows;
    if (!notebook) continue;
    if (!(await house.blobs.has(notebook.digest))) throw new Error('Its bytes are not in the store.');
    const cells = notebookTexts(await text(house.blobs.open(notebook.digest)));
    await writeCells(tx, notebook.version_id, notebook, cells);
  }
}

const mostAgain = 20;

/** Tries again what could not be read and is due, the longest due first. */
export async function tryAgain(gathering: Gathering): Promise<void> {
  const { rows } = await gathering.tx.query<{ part: Part; id: string }>(
    `SELECT part, id FROM search_unreadable WHERE again_at <= $1 ORDER BY again_at LIMIT ${mostAgain}`,
    [gathering.tx.at],
  );
  for (const { part, id } of rows) await writePart(gathering, part, [id]);
}
