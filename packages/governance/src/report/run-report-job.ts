import {
  type FileFormat,
  fileFormats,
  Refusal,
  type ReportHead,
  type ReportKind,
} from '@countersign/contracts';
import { takeIn } from '../blob/store-upload.ts';
import { change } from '../change.ts';
import { type Actor, type Context, type House, systemActor } from '../context.ts';
import { latestCheckpoint } from '../ledger/find-checkpoint.ts';
import type { SignedCheckpoint } from '../ledger/sign-checkpoint.ts';
import { collectAccess } from './collect-access.ts';
import { collectExceptions } from './collect-exceptions.ts';
import { collectFindings } from './collect-findings.ts';
import { collectInventory } from './collect-inventory.ts';
import { collectRecall } from './collect-recall.ts';
import { collectRecord } from './collect-record.ts';
import { collectSeparation } from './collect-separation.ts';
import { opensOf, requireReporter } from './report-authority.ts';
import { reportCsv } from './report-csv.ts';
import { type ReportPart, readParts, reportText } from './report-document.ts';
import { headOf } from './report-head.ts';
import type { Collecting, ReportPlan } from './report-plan.ts';
import { type ReportStored, reportSelect, serialText } from './report-row.ts';

/** Progress is written at most this often, in ms; with it the job learns that it was cancelled. */
const progressEveryMs = 250;
/** Rows after which other work of the process gets its turn. */
const rowsAtOnce = 200;
/** A report of a million entries has a few hundred megabytes. */
const largestFile = 8 * 1024 ** 3;

const collectors: Readonly<Record<ReportKind, (collecting: Collecting) => Promise<ReportPlan>>> = {
  record: collectRecord,
  inventory: collectInventory,
  exceptions: collectExceptions,
  findings: collectFindings,
  separation: collectSeparation,
  access: collectAccess,
  recall: collectRecall,
};

/** What somebody reads who waits for a thing that could not be made; the cause is not theirs to see. */
export const givenUp =
  'It could not be made, however often it was tried. The log of the server tells why. Ask for it again once that is mended.';

class Over extends Error {}

/**
 * Makes the files of one report, `report.json` first and the others from it. At least once: a file that is there is kept, so a
 * job that was interrupted goes on with the next one. Ends as `failed` where the person who asked may not any more, and where
 * the last try (`isLast`) does not succeed.
 */
export async function runReportJob(
  house: House,
  { reportId, isLast = false }: { reportId: string; isLast?: boolean },
  signal?: AbortSignal,
): Promise<void> {
  const row = await take(house, reportId);
  if (!row) return;
  try {
    const actor = await actorOf(house, row);
    await makeFiles({ ...house, actor }, row, signal);
  } catch (error) {
    if (error instanceof Over) return;
    if (error instanceof Refusal) return fail(house, reportId, error.message);
    if (isLast && !signal?.aborted) await fail(house, reportId, givenUp);
    throw error;
  }
}

async function take(house: House, id: string): Promise<ReportStored | undefined> {
  const taken = await house.pool.query(
    "UPDATE report SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running')",
    [id],
  );
  if (!taken.rowCount) return undefined;
  const { rows } = await house.pool.query<ReportStored>(`${reportSelect} WHERE r.id = $1`, [id]);
  return rows[0];
}

/** The report is made with the roles of who asked, as they are now. */
async function actorOf(house: House, { person_id: id }: ReportStored): Promise<Actor> {
  const person = await house.db.person.findUniqueOrThrow({
    where: { id },
    select: { name: true, email: true },
  });
  return { kind: 'person', id, ...person, via: 'session', sessionId: null, scopes: [] };
}

const fail = async (house: House, id: string, problem: string) => {
  await house.pool.query(
    "UPDATE report SET state = 'failed', step = NULL, problem = $2, finished_at = $3 WHERE id = $1 AND state = 'running'",
    [id, problem, house.clock()],
  );
};

async function makeFiles(ctx: Context, row: ReportStored, signal?: AbortSignal): Promise<void> {
  await requireReporter(ctx, opensOf(row));
  const files = new Map(row.files.map(({ format, digest }) => [format, digest]));
  if (!files.has('json')) files.set('json', await collect(ctx, row, signal));
  const source = files.get('json')!;
  const head = await headOf(ctx, source);
  for (const format of fileFormats) {
    if (files.has(format)) continue;
    const parts = told(ctx, row.id, format, rowsOf(head), readParts(ctx.blobs.open(source)), signal);
    files.set(format, await keep(ctx, row.id, format, await render(format, parts, source)));
  }
  await finish(ctx, row, head, files);
}

/** Loaded only where it is needed: typefaces and their reader are large. */
const render = async (
  format: Exclude<FileFormat, 'json'> | FileFormat,
  parts: AsyncIterable<ReportPart>,
  source: string,
): Promise<AsyncIterable<Buffer>> => {
  if (format === 'csv') return reportCsv(parts);
  const { reportPdf } = await import('../paper/report-pdf.ts');
  return reportPdf(parts, source);
};

const rowsOf = ({ sections }: ReportHead): number => sections.reduce((sum, { count }) => sum + count, 0);

async function collect(ctx: Context, row: ReportStored, signal?: AbortSignal): Promise<string> {
  const checkpoint = await latestCheckpoint(ctx);
  const size = checkpoint?.size ?? 0;
  const plan = await collectors[row.kind]({ ctx, definition: row.definition, about: row.about, size });
  await ctx.pool.query(
    "UPDATE report SET ledger_size = $2, entries = $3 WHERE id = $1 AND state = 'running'",
    [row.id, size, plan.entries],
  );
  const head = makeHead(ctx, row, plan, checkpoint);
  const parts = told(ctx, row.id, 'collecting', rowsOf(head), partsOf(head, plan), signal);
  return keep(ctx, row.id, 'json', reportText(parts));
}

const makeHead = (
  ctx: Context,
  row: ReportStored,
  plan: ReportPlan,
  checkpoint: SignedCheckpoint | null,
): ReportHead => ({
  format: 'countersign.report/1',
  id: row.id,
  serial: serialText(row.serial, row.asked_at),
  kind: row.kind,
  title: plan.title,
  about: row.about,
  statement: [...plan.statement],
  empty: plan.empty,
  definition: row.definition,
  definitionDigest: row.definition_digest,
  by: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  askedAt: row.asked_at.toISOString(),
  madeAt: ctx.clock().toISOString(),
  ledger: {
    size: checkpoint?.size ?? 0,
    checkpoint: checkpoint?.note ?? null,
    first: plan.first,
    last: plan.last,
  },
  facts: [...plan.facts],
  sections: plan.sections.map(({ lines: _, ...section }) => section),
});

async function* partsOf(head: ReportHead, plan: ReportPlan): AsyncGenerator<ReportPart> {
  yield { part: 'head', head };
  for (const { lines, ...section } of plan.sections) {
    yield { part: 'section', section };
    for await (const line of lines) yield { part: 'line', section, line };
  }
}

/**
 * Passes parts on and tells how far they are. @throws Over where the report was cancelled meanwhile, Error where the process
 * stops: the job is then taken up again
 */
async function* told(
  ctx: Context,
  id: string,
  step: string,
  total: number,
  parts: AsyncIterable<ReportPart>,
  signal?: AbortSignal,
): AsyncGenerator<ReportPart> {
  let done = 0;
  let last = 0;
  const tell = async () => {
    last = Date.now();
    const told = await ctx.pool.query(
      "UPDATE report SET step = $2, done = $3, total = $4 WHERE id = $1 AND state = 'running'",
      [id, step, done, total],
    );
    if (!told.rowCount) throw new Over();
  };
  await tell();
  for await (const part of parts) {
    yield part;
    if (part.part !== 'line') continue;
    done += 1;
    if (done % rowsAtOnce !== 0) continue;
    if (signal?.aborted) throw new Error('the worker stops; the report is taken up again');
    if (Date.now() - last >= progressEveryMs) await tell();
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Stores the bytes with their row, in which nothing is ever overwritten. Returns the digest. */
async function keep(
  ctx: Context,
  id: string,
  format: FileFormat,
  bytes: AsyncIterable<Buffer>,
): Promise<string> {
  let size = 0;
  const counted = (async function* () {
    for await (const piece of bytes) {
      size += piece.length;
      yield piece;
    }
  })();
  const { digest } = await takeIn(ctx, counted, { maxBytes: largestFile }, async (tx, digest) => {
    const still = await tx.query("SELECT FROM report WHERE id = $1 AND state = 'running' FOR SHARE", [id]);
    if (!still.rowCount) throw new Over();
    await tx.query(
      'INSERT INTO report_file (report_id, format, digest, bytes, at) VALUES ($1, $2, $3, $4, $5)',
      [id, format, digest, size, tx.at],
    );
  });
  return digest;
}

/** The entry that vouches for the files, and the end of the report, in one change. */
async function finish(
  ctx: Context,
  row: ReportStored,
  head: ReportHead,
  files: ReadonlyMap<FileFormat, string>,
): Promise<void> {
  const system: Context = { ...ctx, actor: systemActor('report') };
  const only = row.model_ids.length === 1 ? row.model_ids[0] : undefined;
  await change(system, async (tx) => {
    const ended = await tx.query<{ entries: number | null }>(
      `UPDATE report SET state = 'done', step = NULL, done = total, exported_at = $2, finished_at = $2 WHERE id = $1 AND state = 'running'
       RETURNING entries`,
      [row.id, tx.at],
    );
    if (!ended.rowCount) throw new Over();
    return {
      result: undefined,
      events: [
        {
          event: 'report.exported',
          subject: { kind: 'report', id: row.id },
          ...(only && { modelId: only }),
          data: {
            serial: head.serial,
            by: row.person_id,
            definition: row.definition_digest,
            ledgerSize: head.ledger.size,
            entries: ended.rows[0]!.entries,
            files: Object.fromEntries([...files].map(([format, digest]) => [`report.${format}`, digest])),
          },
        },
      ],
    };
  });
}
