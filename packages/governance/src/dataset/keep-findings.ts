import { type DatasetReference, type ExaminedDataset, ExaminedDatasets } from '@countersign/contracts';
import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { jsonWithoutCredentials } from './credentials.ts';
import { toExamined } from './examine-datasets.ts';
import { type RegisteredFile, RegisteredFiles } from './registered-files.ts';

/**
 * Number of the examination. Whatever changes what is found of the same references and the same bytes raises it, and what
 * was found under another number is found anew.
 */
export const examinationRules = 2;

/** Findings over bytes that are not in the store (a restore that goes on) are looked for again after this, in ms. */
const standsWithoutBytes = 60_000;

/** One revision: its text and the files of its version never change. */
export interface ExaminedRevision {
  readonly versionId: string;
  readonly revision: number;
  readonly datasets: readonly DatasetReference[];
  readonly files: readonly RegisteredFile[];
}

/** What is examined on this server now, by pool and revision, and the last of them, after which the next one begins. */
interface Examinations {
  readonly running: Map<string, Promise<ExaminedDataset[]>>;
  last: Promise<unknown>;
}
const examinations = new WeakMap<object, Examinations>();

/**
 * What is found of a revision's dataset references. It is examined once, by whichever server is asked first, and kept;
 * all who ask meanwhile wait for the same examination. A server examines one revision after the other, so readers of many
 * versions cost it bounded work at a time; two servers that are asked at once examine twice and keep what the first one found.
 */
export async function findingsOf(
  house: Pick<House, 'pool' | 'clock' | 'blobs'>,
  examined: ExaminedRevision,
): Promise<ExaminedDataset[]> {
  if (examined.datasets.length === 0) return [];
  const kept = await readKept(house, examined);
  if (kept) return kept;
  const here = examinations.get(house.pool) ?? { running: new Map(), last: Promise.resolve() };
  examinations.set(house.pool, here);
  const key = `${examined.versionId} ${examined.revision}`;
  const under = here.running.get(key);
  if (under) return under;
  const running = here.last.then(async () => (await readKept(house, examined)) ?? examine(house, examined));
  here.running.set(key, running);
  here.last = running.then(
    () => here.running.delete(key),
    () => here.running.delete(key),
  );
  return running;
}

/** Null where nothing is kept under today's rules, or not for long enough. What is kept and unreadable is found anew. */
async function readKept(
  { pool, clock }: Pick<House, 'pool' | 'clock'>,
  { versionId, revision }: ExaminedRevision,
): Promise<ExaminedDataset[] | null> {
  const { rows } = await pool.query<{ items: unknown }>(
    `SELECT items FROM dataset_finding
     WHERE version_id = $1 AND revision = $2 AND rules = $3 AND (stands_until IS NULL OR stands_until > $4)`,
    [versionId, revision, examinationRules, clock()],
  );
  const read = ExaminedDatasets.safeParse({ revision, items: rows[0]?.items });
  return read.success ? read.data.items : null;
}

async function examine(
  house: Pick<House, 'pool' | 'clock' | 'blobs'>,
  { versionId, revision, datasets, files: registered }: ExaminedRevision,
): Promise<ExaminedDataset[]> {
  const files = new RegisteredFiles(registered, house.blobs);
  const items: ExaminedDataset[] = [];
  for (const dataset of datasets) items.push(jsonWithoutCredentials(await toExamined(dataset, files)));
  await writeOperational(house, (tx) =>
    tx.query(
      `INSERT INTO dataset_finding (version_id, revision, rules, items, examined_at, stands_until)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (version_id, revision, rules) DO UPDATE
         SET items = excluded.items, examined_at = excluded.examined_at, stands_until = excluded.stands_until
         WHERE dataset_finding.stands_until IS NOT NULL OR dataset_finding.items <> excluded.items`,
      [
        versionId,
        revision,
        examinationRules,
        JSON.stringify(items),
        tx.at,
        files.lacking ? new Date(tx.at.getTime() + standsWithoutBytes) : null,
      ],
    ),
  );
  return items;
}
