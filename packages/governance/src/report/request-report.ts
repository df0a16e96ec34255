import { limits, Refusal, type ReportRequested, type RequestReport } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { change, type Tx } from '../change.ts';
import type { Actor, Context } from '../context.ts';
import { type Attempt, recordRefusal } from '../ledger/record-refusal.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type DefinedReport, defineReport } from './define-report.ts';
import { requireReporter } from './report-authority.ts';
import { serialText } from './report-row.ts';

/** One at a time gets the next serial number, so that there are no gaps. */
const serialLock = 0x7265_706f;

/**
 * Asks for a report: a row to watch, an entry with the digest of what was asked, and the job that makes it. A look-up by a
 * customer's reference is an entry of its own, with its reason beside it.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), BAD_INPUT, or CONFLICT while too many of one's reports are being made
 */
export async function requestReport(ctx: Context, asked: RequestReport): Promise<ReportRequested> {
  requireScope(ctx.actor, 'read');
  return askForReport(ctx, asked);
}

/** Who asks in the place of the person whose report it is, and what else belongs to the same change. */
export interface OnBehalf {
  readonly by: Actor;
  readonly within: (
    tx: Tx,
    report: { readonly id: string; readonly serial: string },
  ) => Promise<readonly LedgerEventInput[]>;
}

/**
 * The same on behalf of the person in the context, with whose roles it is made: `by` is the actor of the entries.
 * @throws Refusal as `requestReport`, and whatever `within` throws
 */
export async function askForReport(
  ctx: Context,
  asked: RequestReport,
  onBehalf?: OnBehalf,
): Promise<ReportRequested> {
  const acting: Context = onBehalf ? { ...ctx, actor: onBehalf.by } : ctx;
  const defined = await defineReport(ctx, asked);
  const only = defined.opens.modelIds?.length === 1 ? defined.opens.modelIds[0] : undefined;
  const attempt: Attempt = {
    command: 'request-report',
    subject: { kind: 'installation', id: 'reports' },
    ...(only && { modelId: only }),
  };
  await requireReporter(ctx, defined.opens).catch(async (error) => {
    if (error instanceof Refusal) await recordRefusal(acting, error, attempt);
    throw error;
  });
  const { result, receipt } = await change(
    acting,
    async (tx) => {
      await refuseTooMany(tx, ctx);
      const id = uuidv7();
      const serial = await insertReport(tx, ctx, id, defined);
      const events: [LedgerEventInput, ...LedgerEventInput[]] = [
        {
          event: 'report.requested',
          subject: { kind: 'report', id },
          ...(only && { modelId: only }),
          data: { serial, kind: asked.kind, definition: defined.digest, contents: defined.opens.contents },
        },
        ...lookUpOf(asked, defined, id, only),
        ...((await onBehalf?.within(tx, { id, serial })) ?? []),
      ];
      const jobs = [{ name: 'report.make', payload: { reportId: id }, key: `report.make/${id}` }];
      return { result: { id, serial }, events, jobs };
    },
    { attempt },
  );
  return { ...result, receipt };
}

async function refuseTooMany(tx: Tx, ctx: Context): Promise<void> {
  const { rows } = await tx.query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM report WHERE person_id = $1::uuid AND state IN ('queued', 'running')",
    [ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  if (rows[0]!.waiting >= limits.reportsWaiting)
    throw new Refusal(
      'CONFLICT',
      `${limits.reportsWaiting} of your reports are being made: wait for one, or cancel it.`,
      { most: limits.reportsWaiting },
    );
}

async function insertReport(
  tx: Tx,
  ctx: Context,
  id: string,
  { definition, digest, about, opens }: DefinedReport,
): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [serialLock]);
  const { rows } = await tx.query<{ serial: string }>(
    `INSERT INTO report (id, serial, kind, about, definition, definition_digest, model_ids, everything, contents, person_id, asked_at)
     SELECT $1, coalesce(max(serial), 0) + 1, $2, $3, $4, $5, $6::uuid[], $7, $8, $9, $10 FROM report RETURNING serial`,
    [
      id,
      definition.kind,
      about,
      JSON.stringify(definition),
      digest,
      opens.modelIds ?? [],
      opens.modelIds === null,
      opens.contents,
      ctx.actor.id,
      tx.at,
    ],
  );
  return serialText(rows[0]!.serial, tx.at);
}

function lookUpOf(
  { customer }: RequestReport,
  { definition }: DefinedReport,
  report: string,
  only: string | undefined,
): LedgerEventInput[] {
  if (!customer || !definition.customer) return [];
  return [
    {
      event: 'subject.looked-up',
      subject: { kind: 'installation', id: 'subjects' },
      ...(only && { modelId: only }),
      data: {
        hash: definition.customer.hashes[0]!,
        by: customer.kind,
        report,
        from: definition.period?.start ?? null,
        to: definition.period?.end ?? null,
      },
      records: { reason: customer.reason },
    },
  ];
}
