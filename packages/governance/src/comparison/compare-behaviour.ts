import {
  type BehaviourComparison,
  behaviourShares,
  type CompareBehaviour,
  type ComparedOutput,
  type OutputBehaviour,
  type RecordedBehaviour,
  Refusal,
} from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import type pg from 'pg';
import { boundedRead } from '../bounded-read.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { parseInstant } from '../parse-instant.ts';
import { narrowPredictions } from '../prediction/narrow-predictions.ts';
import { type BehaviourRow, behaviourSql } from './behaviour-sql.ts';
import { largestGap, movedShare } from './distributions-apart.ts';

const usualMs = 30 * 86_400_000;
/** Classes of an output that are shown, and of those that came or went. */
const mostShown = 20;
const narrow = 'Choose a shorter time.';

/**
 * What two versions of a model answered within one window of time, output by output: counted by the database, and given up
 * where that takes too long. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, DEADLINE, RATE_LIMITED
 */
export async function compareBehaviour(ctx: Context, input: CompareBehaviour): Promise<BehaviourComparison> {
  const { from, to } = await windowOf(ctx, input);
  const narrowed = async (version: string) => {
    const address = { model: input.model, version };
    const found = await narrowPredictions(ctx, { ...address, from, to });
    const { row } = await loadVersion(ctx.pool, address, 'none');
    return { version, id: row.id, ...found };
  };
  const sides = [await narrowed(input.before), await narrowed(input.after)] as const;
  const [before, after] = await boundedRead(ctx, { narrow }, async (client) => {
    // To compile statements of this length takes longer than to run them; and 50,000 rows are to stay in memory.
    await client.query("SET LOCAL jit = off; SET LOCAL work_mem = '32MB'");
    return [await readSide(client, sides[0]), await readSide(client, sides[1])] as const;
  });
  const names = [...new Set([...before.outputs.keys(), ...after.outputs.keys()])];
  const outputs = names.map((name) => compareOutput(name, before.outputs.get(name), after.outputs.get(name)));
  return {
    from,
    to,
    before: before.counts,
    after: after.counts,
    outputs: outputs.sort((a, b) => (b.apart ?? -1) - (a.apart ?? -1)),
  };
}

async function windowOf(ctx: Context, input: CompareBehaviour): Promise<{ from: string; to: string }> {
  const { from, to } = input;
  const until = to === undefined ? await lastAnswer(ctx, input) : parseInstant(to, 'to');
  const since = from === undefined ? new Date(until.getTime() - usualMs) : parseInstant(from, 'from');
  if (since >= until) throw new Refusal('BAD_INPUT', 'The window ends before it begins.', { field: 'to' });
  return { from: since.toISOString(), to: until.toISOString() };
}

/** Just after the last answer of either, where nobody says when the window ends; now, where none of them answered. */
async function lastAnswer(ctx: Context, { model, before, after }: CompareBehaviour): Promise<Date> {
  const last = await Promise.all(
    [before, after].map(async (version) => {
      const { conditions, values } = await narrowPredictions(ctx, { model, version });
      const { rows } = await ctx.pool.query<{ answered_at: Date }>(
        `SELECT p.answered_at FROM prediction p WHERE ${conditions.join(' AND ')} ORDER BY p.answered_at DESC, p.id DESC LIMIT 1`,
        [...values],
      );
      return rows[0] ? rows[0].answered_at.getTime() + 1 : 0;
    }),
  );
  const latest = Math.max(...last);
  return latest === 0 ? ctx.clock() : new Date(latest);
}

/** An output with what the distance is computed from. */
interface Told {
  readonly shown: OutputBehaviour;
  readonly quantiles: readonly number[];
  readonly counts: ReadonlyMap<string, number>;
}

interface Side {
  readonly counts: RecordedBehaviour;
  readonly outputs: ReadonlyMap<string, Told>;
}

async function readSide(
  client: pg.PoolClient,
  side: { version: string; id: string; conditions: readonly string[]; values: readonly unknown[] },
): Promise<Side> {
  const stored = await client.query<{ schema: Schema | null }>('SELECT schema FROM version WHERE id = $1', [
    side.id,
  ]);
  const { text, names } = behaviourSql(side.conditions, stored.rows[0]!.schema);
  const { rows } = await client.query<BehaviourRow>(text, [...side.values]);
  const counts = rows.find(({ part }) => part === 'counts')!.figures as Omit<RecordedBehaviour, 'version'>;
  const outputs = new Map<string, Told>();
  for (const [cell, name] of names.entries()) {
    const told = toldOf(rows.filter((row) => row.cell === cell));
    if (told) outputs.set(name, told);
  }
  return { counts: { version: side.version, ...counts }, outputs };
}

function toldOf(rows: readonly BehaviourRow[]): Told | null {
  const first = rows[0];
  if (!first) return null;
  if (first.part === 'numbers') {
    const { total, finite, mean, quantiles } = first.figures as {
      total: number;
      finite: number;
      mean: number | null;
      quantiles: number[] | null;
    };
    const all = quantiles ?? [];
    const shown = all.length === 0 ? [] : behaviourShares.map((share) => all[Math.round(share * 100)]!);
    const numbers = { mean, quantiles: shown, notFinite: total - finite };
    return { shown: { count: total, numbers, classes: null }, quantiles: all, counts: new Map() };
  }
  const classes = rows.map(({ figures }) => figures as { name: string; count: number; total: number });
  const sorted = classes.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return {
    shown: {
      count: sorted[0]!.total,
      numbers: null,
      classes: sorted.slice(0, mostShown).map(({ name, count }) => ({ name, count })),
    },
    quantiles: [],
    counts: new Map(sorted.map(({ name, count }) => [name, count])),
  };
}

function compareOutput(name: string, old: Told | undefined, now: Told | undefined): ComparedOutput {
  const only = (these: Told, those: Told) =>
    [...these.counts.keys()].filter((of) => !those.counts.has(of)).slice(0, mostShown);
  return {
    name,
    before: old?.shown ?? null,
    after: now?.shown ?? null,
    apart: old && now ? apartOf(old, now) : null,
    appeared: old && now ? only(now, old) : [],
    vanished: old && now ? only(old, now) : [],
  };
}

function apartOf(old: Told, now: Told): number | null {
  if (old.shown.numbers && now.shown.numbers) {
    const points = ({ quantiles }: Told) => quantiles.map((value, index) => ({ value, share: index / 100 }));
    return old.quantiles.length > 0 && now.quantiles.length > 0 ? largestGap(points(old), points(now)) : null;
  }
  return old.shown.classes && now.shown.classes ? movedShare(old.counts, now.counts) : null;
}
