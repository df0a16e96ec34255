import {
  type BoundedCount,
  type CountRuns,
  type ListRuns,
  parseRunColumn,
  Refusal,
  type RunColumn,
  type RunsPage,
} from '@countersign/contracts';
import { boundedRead } from '../bounded-read.ts';
import type { Context } from '../context.ts';
import { keyset, limitOf } from '../paging.ts';
import { openExperiment } from './find-experiment.ts';
import { findRuns, type RunPlace } from './find-runs.ts';
import { rarestCondition, runsOf } from './rarest-condition.ts';
import { conditionSql, conditionsIn, Values } from './run-conditions.ts';
import { orderIn } from './run-order.ts';
import { readRunRows } from './run-row.ts';

/** How a filter becomes one that is answered. */
export const narrowRuns =
  'Compare with =, < or > where you can: a pattern is held against every run, and each further one once more.';

const byPlace = keyset('runs', 'text', 'text', 'uuid');

/** @throws Refusal BAD_INPUT naming the first that is none */
export function columnsIn(texts: readonly string[] | undefined): RunColumn[] {
  return (texts ?? []).map((text) => {
    const column = parseRunColumn(text);
    if (!column) throw new Refusal('BAD_INPUT', `“${text}” is no column of runs.`, { field: 'columns' });
    return column;
  });
}

/**
 * Runs of an experiment that meet a filter, in any column's order, page by page. A cursor holds for one order.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, FILTER_WRONG, RATE_LIMITED, DEADLINE
 */
export async function listRuns(ctx: Context, input: ListRuns): Promise<RunsPage> {
  const limit = limitOf(input);
  const [orderText, phase, id] = byPlace.decode(input.after);
  const [order, conditions, columns] = [
    orderIn(input.order),
    conditionsIn(input.filter),
    columnsIn(input.columns),
  ];
  const named = `${order.column.of}.${order.column.key.slice(0, 60)} ${order.descending}`;
  if (input.after !== undefined && orderText !== named)
    throw new Refusal('BAD_INPUT', 'This is no cursor of this order: start again from its first page.', {
      field: 'after',
    });
  const { id: experimentId } = await openExperiment(ctx, input);
  const after = id ? { phase: phase === 'rest' ? 'rest' : 'valued', id } : null;
  const places = await boundedRead(ctx, { narrow: narrowRuns }, (client) =>
    findRuns(client, { experimentId, conditions, order, after: after as RunPlace | null, limit: limit + 1 }),
  );
  const page = places.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await readRunRows(
      ctx,
      page.map((place) => place.id),
      columns,
    ),
    next: places.length > limit && last ? byPlace.encode([named, last.phase, last.id]) : null,
  };
}

const mostCounted = 10_000;

/** How many runs meet a filter, up to 10,000. @throws Refusal NOT_FOUND, FORBIDDEN, FILTER_WRONG, RATE_LIMITED, DEADLINE */
export async function countRuns(ctx: Context, input: CountRuns): Promise<{ matching: BoundedCount }> {
  const conditions = conditionsIn(input.filter);
  const { id, runs } = await openExperiment(ctx, input);
  if (conditions.length === 0) return { matching: { count: runs, more: false } };
  const { rows } = await boundedRead(ctx, { narrow: narrowRuns }, async (client) => {
    const rarest = await rarestCondition(client, id, conditions);
    const values = new Values();
    const experiment = values.add(id);
    const { before, from } = runsOf(rarest, experiment, values);
    const where = conditions.map((condition) => conditionSql(condition, values)).join(' AND ');
    return client.query<{ count: number }>(
      `${before} SELECT count(*)::int AS count FROM (SELECT FROM ${from} WHERE r.experiment_id = ${experiment} AND ${where} LIMIT ${mostCounted + 1}) AS f`,
      values.all,
    );
  });
  const { count } = rows[0]!;
  return { matching: { count: Math.min(count, mostCounted), more: count > mostCounted } };
}
