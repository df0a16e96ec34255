import { type DrawSample, limits, Refusal, type SampleDrawn } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { findIn, idsIn } from './draw.ts';
import { findSample } from './find-sample.ts';
import { resolveListed } from './resolve-listed.ts';
import { type SampleAsked, type SampleStored, sampleSerial } from './sample-row.ts';

/**
 * Draws from a frozen population, once: so many items by a seed, or those that an examiner listed. Which ones a seed gives
 * is computed by the job that packs them. Listed items that are not in the population are named, never dropped.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, or CONFLICT where it was drawn from before, has nothing in it, or too
 * many samples are being packed
 */
export async function drawSample(ctx: Context, input: DrawSample): Promise<SampleDrawn> {
  requireScope(ctx.actor, 'read');
  refuseBrokenJson(input, '');
  const row = await findSample(ctx, input.id);
  const asked = await askedOf(ctx, row, input);
  const unknown = 'unknown' in asked ? [...asked.unknown] : [];
  const subject = { kind: 'sample', id: row.id } as const;
  const [only] = row.model_ids;
  const records: Readonly<Record<string, string>> =
    input.seed === undefined ? { list: input.items!.join('\n') } : { seed: input.seed };
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireUndrawn(tx, ctx, row);
      await tx.query(
        "UPDATE sample SET state = 'queued', seed = $2, asked = $3, drawn_by = $4, drawn_at = $5 WHERE id = $1",
        [row.id, input.seed ?? null, JSON.stringify(asked), ctx.actor.id, tx.at],
      );
      const count = 'count' in asked ? asked.count : asked.known.length + unknown.length;
      return {
        result: null,
        events: [
          {
            event: 'sample.drawn',
            subject,
            ...(only && { modelId: only }),
            data: {
              serial: sampleSerial(row.serial, row.frozen_at),
              population: row.population_digest,
              by: input.seed === undefined ? 'list' : 'seed',
              count,
              unknown: unknown.length,
            },
            records,
          },
        ],
        jobs: [{ name: 'sample.pull', payload: { sampleId: row.id }, key: `sample.pull/${row.id}` }],
      };
    },
    { attempt: { command: 'draw-sample', subject } },
  );
  return { id: row.id, unknown, receipt };
}

async function askedOf(
  ctx: Context,
  row: SampleStored,
  { seed, count, items }: DrawSample,
): Promise<SampleAsked> {
  if ((seed === undefined) === (items === undefined) || (seed === undefined) !== (count === undefined))
    throw new Refusal('BAD_INPUT', 'Give a seed and how many items, or a list of items.', { field: 'seed' });
  if (row.size === 0) throw new Refusal('CONFLICT', 'There is nothing in this population.', { size: 0 });
  if (items === undefined) return { count: Math.min(count!, row.size) };
  const named = [...new Set(items)];
  const ids = await resolveListed(ctx, row, named);
  const found = await findIn(idsIn(ctx.blobs.open(row.population_digest)), new Set(ids.values()));
  const isKnown = (name: string) => found.has(ids.get(name) ?? '');
  const known = [...new Set(named.filter(isKnown).map((name) => ids.get(name)!))];
  const unknown = named.filter((name) => !isKnown(name));
  if (known.length === 0)
    throw new Refusal('BAD_INPUT', 'None of these items is in the population.', { field: 'items', unknown });
  return { known, unknown };
}

async function requireUndrawn(tx: Tx, ctx: Context, { id }: SampleStored): Promise<void> {
  const { rows } = await tx.query<{ state: string }>('SELECT state FROM sample WHERE id = $1 FOR UPDATE', [
    id,
  ]);
  if (rows[0]?.state !== 'frozen')
    throw new Refusal(
      'CONFLICT',
      'This population was drawn from already: freeze it again to draw anew, which is on the record.',
      { state: rows[0]?.state },
    );
  const waiting = await tx.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM sample WHERE drawn_by = $1::uuid AND state IN ('queued', 'running')",
    [ctx.actor.id],
  );
  if (waiting.rows[0]!.count >= limits.samplesWaiting)
    throw new Refusal(
      'CONFLICT',
      `${limits.samplesWaiting} of your samples are being packed: wait for one.`,
      {
        most: limits.samplesWaiting,
      },
    );
}
