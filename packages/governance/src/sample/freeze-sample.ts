import { type FreezeSample, Refusal, type SampleFrozen } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { windowsSql } from '../authority/audit-window.ts';
import { requireInsight } from '../authority/read-scope.ts';
import { requireScope } from '../authority/require-scope.ts';
import { takeIn } from '../blob/store-upload.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { type Attempt, recordRefusal } from '../ledger/record-refusal.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { requireReporter } from '../report/report-authority.ts';
import { type DefinedSample, defineSample } from './define-sample.ts';
import { type PopulationChoice, populationText } from './population.ts';
import { sampleSerial } from './sample-row.ts';

/** One at a time gets the next serial number, so that there are no gaps. */
const serialLock = 0x7361_6d70;
/** A line of each id: 37 bytes. */
const largestPopulation = 64 * 1024 * 1024;

interface Taken {
  readonly digest: string;
  readonly bytes: number;
  readonly size: number;
}

/**
 * Freezes a population: its ids are kept as a file, and an entry holds their number and digest before anything can be drawn.
 * By whoever may make reports about the same. @throws Refusal NOT_FOUND, FORBIDDEN (recorded), BAD_INPUT, TOO_LARGE
 */
export async function freezeSample(ctx: Context, asked: FreezeSample): Promise<SampleFrozen> {
  requireScope(ctx.actor, 'read');
  refuseBrokenJson(asked, '');
  const defined = await defineSample(ctx, asked);
  const only = defined.opens.modelIds?.[0];
  const attempt: Attempt = {
    command: 'freeze-sample',
    subject: { kind: 'installation', id: 'samples' },
    ...(only && { modelId: only }),
  };
  await requireOpen(ctx, defined).catch(async (error) => {
    if (error instanceof Refusal) await recordRefusal(ctx, error, attempt);
    throw error;
  });
  const population = await take(ctx, defined.choice);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const id = uuidv7();
      const serial = await insertSample(tx, ctx, id, defined, population);
      const { size, digest } = population;
      return {
        result: { id, serial, population: { size, digest } },
        events: [
          {
            event: 'sample.frozen',
            subject: { kind: 'sample', id },
            ...(only && { modelId: only }),
            data: { serial, kind: asked.kind, definition: defined.digest, size, population: digest },
          },
        ],
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}

async function requireOpen(ctx: Context, { opens, choice }: DefinedSample): Promise<void> {
  await requireReporter(ctx, opens);
  if (choice.kind === 'predictions') await requireRecorded(ctx, choice);
}

/** An auditor reads predictions by when they were recorded, which may be later than they were answered. */
async function requireRecorded(
  ctx: Context,
  { modelId, versionId, start, end }: PopulationChoice,
): Promise<void> {
  const { windows } = await requireInsight(ctx);
  if (windows === null) return;
  const values: unknown[] = [modelId, versionId, start, end];
  const open = windowsSql(
    windows,
    { model: 'p.model_id', at: 'p.recorded_at' },
    (value) => `$${values.push(value)}`,
  );
  const { rows } = await ctx.pool.query<{ closed: boolean }>(
    `SELECT EXISTS (SELECT FROM prediction p WHERE p.model_id = $1::uuid AND ($2::uuid IS NULL OR p.version_id = $2)
       AND ($3::timestamptz IS NULL OR p.answered_at >= $3) AND ($4::timestamptz IS NULL OR p.answered_at < $4) AND NOT (${open})) AS closed`,
    values,
  );
  if (rows[0]!.closed)
    throw new Refusal(
      'FORBIDDEN',
      'Some of these predictions were recorded at a time that your role as an auditor does not open.',
    );
}

async function take(ctx: Context, choice: PopulationChoice): Promise<Taken> {
  let size = 0;
  const text = populationText(ctx, choice, (counted) => {
    size = counted;
  });
  const taken = await takeIn(ctx, text, { maxBytes: largestPopulation });
  return { digest: taken.digest, bytes: taken.size, size };
}

async function insertSample(
  tx: Tx,
  ctx: Context,
  id: string,
  { definition, digest, about, opens }: DefinedSample,
  population: Taken,
): Promise<string> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [serialLock]);
  const { rows } = await tx.query<{ serial: string }>(
    `INSERT INTO sample (id, serial, kind, about, definition, definition_digest, model_ids, everything, size, population_digest, population_bytes, person_id, frozen_at)
     SELECT $1, coalesce(max(serial), 0) + 1, $2, $3, $4, $5, $6::uuid[], $7, $8, $9, $10, $11, $12 FROM sample RETURNING serial`,
    [
      id,
      definition.kind,
      about,
      JSON.stringify(definition),
      digest,
      opens.modelIds ?? [],
      opens.modelIds === null,
      population.size,
      population.digest,
      population.bytes,
      ctx.actor.id,
      tx.at,
    ],
  );
  return sampleSerial(rows[0]!.serial, tx.at);
}
