import { buffer } from 'node:stream/consumers';
import {
  type DatasetReference,
  limits,
  type NotebookRecord,
  type NotebookRecords,
  type NotebookRecordsFilter,
  Refusal,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { listFiles } from '../version/list-files.ts';
import { holdRecorded, knownOf, stateOf } from './hold-recorded.ts';
import { parseNotebook } from './parse-cells.ts';
import { type Recorded, recordedDigests } from './recorded-digests.ts';

/** Bytes of notebooks that one question reads, beyond those remembered. */
const mostBytes = 64 * 1024 * 1024;
const mostRemembered = 500;

type Found = readonly Recorded[] | 'UNREADABLE' | 'TOO_MANY';
/** By digest: bytes never change, so what they record does not either. */
const remembered = new Map<string, Found>();

function found(digest: string, text: () => Promise<string>): Promise<Found> {
  const known = remembered.get(digest);
  if (known) return Promise.resolve(known);
  return text().then((whole) => {
    const parsed = parseNotebook(whole);
    const result =
      parsed === null
        ? 'UNREADABLE'
        : parsed === 'TOO_MANY'
          ? parsed
          : (recordedDigests(parsed) ?? 'TOO_MANY');
    remembered.set(digest, result);
    if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!);
    return result;
  });
}

/**
 * What the notebooks of a version record of inputs and scripts, each digest held against the version's own files and dataset
 * references: a notebook of which one differs is stale. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readNotebookRecords(
  ctx: Context,
  { model, version, path }: NotebookRecordsFilter,
): Promise<NotebookRecords> {
  const files = await listFiles(ctx, { model, version });
  const { rows } = await ctx.pool.query<{ revision: number; datasets: DatasetReference[] | null }>(
    `SELECT v.revision, r.dossier->'datasets' AS datasets FROM version v JOIN model m ON m.id = v.model_id
       JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
     WHERE m.key = $1 AND v.label = $2`,
    [model, version],
  );
  const known = knownOf(files, rows[0]!.datasets ?? []);
  const notebooks = files.filter(
    ({ kind, preview, ...file }) =>
      (kind === 'notebook' || preview === 'notebook') && (path === undefined || file.path === path),
  );
  if (path !== undefined && notebooks.length === 0)
    throw new Refusal('NOT_FOUND', 'The version has no such notebook.', { model, version, path });
  let left = mostBytes;
  const recordOf = async (file: (typeof notebooks)[number]): Promise<NotebookRecord> => {
    const unread = (reason: NonNullable<NotebookRecord['reason']>): NotebookRecord => ({
      ...{ path: file.path, state: 'unread', reason, digests: [] },
    });
    if (file.size > limits.notebook) return unread('TOO_LARGE');
    if (!remembered.has(file.digest)) {
      if (!(await ctx.blobs.has(file.digest))) return unread('ABSENT');
      left -= file.size;
      if (left < 0) return unread('LATER');
    }
    const recorded = await found(file.digest, async () =>
      (await buffer(ctx.blobs.open(file.digest))).toString('utf8'),
    );
    if (typeof recorded === 'string') return unread(recorded);
    const digests = recorded.map((one) => holdRecorded(one, known));
    return { path: file.path, state: stateOf(digests), reason: null, digests };
  };
  const items: NotebookRecord[] = [];
  for (const file of notebooks) items.push(await recordOf(file));
  return { revision: rows[0]!.revision, items };
}
