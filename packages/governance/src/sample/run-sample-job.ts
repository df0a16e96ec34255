import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '@countersign/contracts';
import { takeIn } from '../blob/store-upload.ts';
import { change } from '../change.ts';
import { type Actor, type Context, type House, systemActor } from '../context.ts';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import { requireReporter } from '../report/report-authority.ts';
import { givenUp } from '../report/run-report-job.ts';
import { drawBySeed, idsIn } from './draw.ts';
import { describeItems, prepareItemPack } from './item-packs.ts';
import { piped } from './piped.ts';
import { type ArchivePart, archiveOf } from './sample-archive.ts';
import { type IndexLine, indexCsv, indexJson, readmeText } from './sample-index.ts';
import {
  type SampleAsked,
  type SampleStored,
  sampleOpens,
  sampleSelect,
  sampleSerial,
} from './sample-row.ts';

/** A pack is one file of the ZIP, which tells sizes in 32 bits. */
const largestPack = 4 * 1024 ** 3 - 2;
const largestArchive = 16 * 1024 ** 3;
/** Until a checkpoint covers the draw; then the job gives up its turn and is tried again. */
const coveredWithinMs = 15_000;

interface Packed {
  readonly lines: readonly IndexLine[];
  readonly parts: readonly ArchivePart[];
}

/**
 * Draws what was asked for, makes a pack of each item and one ZIP of all, and records its digest. At least once: an interrupted
 * job begins again, and the same seed draws the same items. Ends as `failed` where who drew may not have it any more, and where
 * the last try (`isLast`) does not succeed.
 */
export async function runSampleJob(
  house: House,
  { sampleId, isLast = false }: { sampleId: string; isLast?: boolean },
  signal?: AbortSignal,
): Promise<void> {
  if (!(await take(house, sampleId))) return;
  const made: string[] = [];
  try {
    const { row, size } = await covered(house, sampleId);
    const ctx: Context = { ...house, actor: await drawerOf(house, row) };
    await requireReporter(ctx, sampleOpens(row));
    const ids = await itemsOf(ctx, row, signal);
    const packed = await packAll(ctx, row, ids, { size, made, signal });
    await keep(ctx, row, packed);
  } catch (error) {
    const isRefused = error instanceof Refusal;
    if (isRefused || (isLast && !signal?.aborted))
      await house.pool.query(
        "UPDATE sample SET state = 'failed', step = NULL, problem = $2, finished_at = $3 WHERE id = $1 AND state = 'running'",
        [sampleId, isRefused ? error.message : givenUp, house.clock()],
      );
    if (!isRefused) throw error;
  } finally {
    // The ZIP holds them; alone they belong to nobody.
    for (const digest of made) await house.blobs.remove(digest);
  }
}

async function take(house: House, id: string): Promise<boolean> {
  const taken = await house.pool.query(
    "UPDATE sample SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running')",
    [id],
  );
  return taken.rowCount === 1;
}

/** The sample with the size of a checkpoint that covers its draw. @throws Error where none does soon */
async function covered(house: House, id: string): Promise<{ row: SampleStored; size: number }> {
  for (const until = Date.now() + coveredWithinMs; Date.now() < until; await delay(100)) {
    const { rows } = await house.pool.query<SampleStored>(`${sampleSelect} WHERE s.id = $1`, [id]);
    const row = rows[0]!;
    const checkpoint = await latestCheckpoint(house);
    if (checkpoint && row.drawn_number !== null && Number(row.drawn_number) < checkpoint.size)
      return { row, size: checkpoint.size };
  }
  throw new Error('no checkpoint covers the draw yet; the sample is taken up again');
}

/** The packs are made with the roles of who drew, as they are now. */
async function drawerOf(house: House, { drawn_by: id }: SampleStored): Promise<Actor> {
  const person = await house.db.person.findUniqueOrThrow({
    where: { id: id! },
    select: { name: true, email: true },
  });
  return { kind: 'person', id: id!, ...person, via: 'session', sessionId: null, scopes: [] };
}

const tell = (house: House, id: string, step: string, done: number, total: number) =>
  house.pool.query("UPDATE sample SET step = $2, done = $3, total = $4 WHERE id = $1 AND state = 'running'", [
    id,
    step,
    done,
    total,
  ]);

const goOn = (signal?: AbortSignal): void => {
  if (signal?.aborted) throw new Error('the worker stops; the sample is taken up again');
};

async function itemsOf(ctx: Context, row: SampleStored, signal?: AbortSignal): Promise<readonly string[]> {
  const asked = row.asked as SampleAsked;
  if ('known' in asked) return asked.known;
  const ids = idsIn(ctx.blobs.open(row.population_digest));
  return drawBySeed(ids, { seed: row.seed!, count: asked.count }, async (done) => {
    goOn(signal);
    await tell(ctx, row.id, 'drawing', done, row.size);
  });
}

async function packAll(
  ctx: Context,
  row: SampleStored,
  ids: readonly string[],
  { size, made, signal }: { size: number; made: string[]; signal?: AbortSignal },
): Promise<Packed> {
  const described = await describeItems(ctx, row.kind, ids);
  const cited = [Number(row.frozen_number), Number(row.drawn_number)];
  const lines: IndexLine[] = [];
  const parts: ArchivePart[] = [];
  for (const [index, id] of ids.entries()) {
    goOn(signal);
    await tell(ctx, row.id, 'packing', index, ids.length);
    const item = described.get(id);
    const position = index + 1;
    if (!item) {
      lines.push({ ...nothing, position, item: id, state: 'no longer held' });
      continue;
    }
    const pack = await prepareItemPack(ctx, row.kind, item, { size, cited });
    const { digest, size: bytes } = await ctx.blobs.put(piped(pack.write), { maxBytes: largestPack });
    made.push(digest);
    const path = `packs/${String(position).padStart(4, '0')}-${id}.zip`;
    parts.push({ path, digest, size: bytes });
    const { model, version, detail, at } = item;
    const about = { model, version, detail, at: at.toISOString() };
    lines.push({ position, item: id, state: 'packed', ...about, pack: path, sha256: digest, bytes });
  }
  const unknown = 'unknown' in row.asked! ? row.asked.unknown : [];
  for (const name of unknown)
    lines.push({ ...nothing, position: lines.length + 1, item: name, state: 'not in the population' });
  return { lines, parts };
}

const nothing = {
  model: null,
  version: null,
  detail: null,
  at: null,
  pack: null,
  sha256: null,
  bytes: null,
} as const;

/** The ZIP, the entry that holds its digest and that of its index, and the end of the sample. */
async function keep(ctx: Context, row: SampleStored, { lines, parts }: Packed): Promise<void> {
  await tell(ctx, row.id, 'writing', lines.length, lines.length);
  const index = { row, lines };
  const files: ArchivePart[] = [
    { path: 'README.txt', text: readmeText(index) },
    { path: 'index.csv', text: indexCsv(index) },
    { path: 'index.json', text: indexJson(index) },
    { path: 'population.txt', digest: row.population_digest, size: Number(row.population_bytes) },
    ...parts,
  ];
  const archive = await takeIn(ctx, archiveOf(ctx, files), { maxBytes: largestArchive });
  const [only] = row.model_ids;
  await change({ ...ctx, actor: systemActor('sample') }, async (tx) => {
    const ended = await tx.query(
      `UPDATE sample SET state = 'done', step = NULL, archive_digest = $2, archive_bytes = $3, finished_at = $4
       WHERE id = $1 AND state = 'running'`,
      [row.id, archive.digest, archive.size, tx.at],
    );
    if (!ended.rowCount) throw new Error('the sample was ended by somebody else');
    return {
      result: null,
      events: [
        {
          event: 'sample.pulled',
          subject: { kind: 'sample', id: row.id },
          ...(only && { modelId: only }),
          data: {
            serial: sampleSerial(row.serial, row.frozen_at),
            by: row.drawn_by,
            population: row.population_digest,
            packs: parts.length,
            archive: archive.digest,
          },
        },
      ],
    };
  });
}
