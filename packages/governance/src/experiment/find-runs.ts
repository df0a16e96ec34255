import type { RunCondition, RunOrder } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { rarestCondition, runsOf } from './rarest-condition.ts';
import { conditionSql, Values } from './run-conditions.ts';
import { type OrderSql, orderSql } from './run-order.ts';

/** The place of a run in an order: among those with a value, or among those without. */
export interface RunPlace {
  readonly phase: 'valued' | 'rest';
  readonly id: string;
}

interface Asked {
  readonly experimentId: string;
  readonly conditions: readonly RunCondition[];
  readonly order: RunOrder;
  readonly after: RunPlace | null;
  readonly limit: number;
}
interface Searched extends Asked {
  readonly rarest: RunCondition | null;
}

/**
 * The next runs of an experiment that meet all conditions, in a total order: those with a value by it and by id, then those
 * without one by id. At most `limit`; each page is a walk along an index from where the last one ended, or where few runs meet one of the
 * conditions, a look at those.
 */
export async function findRuns(db: Pick<Tx, 'query'>, question: Asked): Promise<RunPlace[]> {
  const { experimentId, conditions } = question;
  const asked = { ...question, rarest: await rarestCondition(db, experimentId, conditions) };
  const found =
    asked.after?.phase === 'rest' ? [] : await walk(db, asked, 'valued', asked.after, asked.limit);
  const isSplit = asked.order.column.of !== 'attributes';
  if (!isSplit || found.length === asked.limit) return found;
  const after = asked.after?.phase === 'rest' ? asked.after : null;
  return [...found, ...(await walk(db, asked, 'rest', after, asked.limit - found.length))];
}

async function walk(
  db: Pick<Tx, 'query'>,
  { experimentId, conditions, order, rarest }: Searched,
  phase: RunPlace['phase'],
  after: RunPlace | null,
  limit: number,
): Promise<RunPlace[]> {
  const values = new Values();
  const experiment = values.add(experimentId);
  const sorted = orderSql(order, experiment, values);
  const { join, keys }: OrderSql =
    phase === 'valued' ? sorted : { join: null, keys: [{ sql: 'r.id', type: 'uuid' }] };
  const where = [
    `r.experiment_id = ${experiment}`,
    ...(phase === 'rest' ? [`NOT EXISTS (SELECT FROM ${sorted.join!.replace(' ON ', ' WHERE ')})`] : []),
    ...conditions.map((condition) => conditionSql(condition, values)),
  ];
  if (after !== null) {
    const place = await placeOf(db, { experimentId, order, phase }, after.id);
    if (place === null) return [];
    const row = (parts: readonly string[]) => (parts.length === 1 ? parts[0]! : `(${parts.join(', ')})`);
    const given = keys.map(({ type }, index) => `${values.add(place[index])}::${type}`);
    where.push(`${row(keys.map(({ sql }) => sql))} ${order.descending ? '<' : '>'} ${row(given)}`);
  }
  const { before, from } = runsOf(rarest, experiment, values);
  const direction = order.descending ? ' DESC' : '';
  const { rows } = await db.query<{ id: string }>(
    `${before} SELECT r.id FROM ${from} ${join === null ? '' : `JOIN ${join}`} WHERE ${where.join(' AND ')}
     ORDER BY ${keys.map(({ sql }) => `${sql}${direction}`).join(', ')} LIMIT ${values.add(limit)}`,
    values.all,
  );
  return rows.map(({ id }) => ({ phase, id }));
}

/** What a run is sorted by, now; null where it has nothing of the kind. */
async function placeOf(
  db: Pick<Tx, 'query'>,
  { experimentId, order, phase }: { experimentId: string; order: RunOrder; phase: RunPlace['phase'] },
  id: string,
): Promise<unknown[] | null> {
  if (phase === 'rest') return [id];
  const values = new Values();
  const experiment = values.add(experimentId);
  const { join, keys } = orderSql(order, experiment, values);
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT ${keys.map(({ sql, type }, index) => `(${sql})${type === 'timestamptz' ? '::text' : ''} AS k${index}`).join(', ')}
     FROM run r ${join === null ? '' : `JOIN ${join}`} WHERE r.experiment_id = ${experiment} AND r.id = ${values.add(id)}`,
    values.all,
  );
  const row = rows[0];
  return row ? keys.map((_, index) => row[`k${index}`]) : null;
}
