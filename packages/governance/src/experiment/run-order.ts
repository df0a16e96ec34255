import { parseRunOrder, Refusal, type RunAttribute, type RunOrder } from '@countersign/contracts';
import type { Values } from './run-conditions.ts';

/** The newest start first. */
const usual: RunOrder = { column: { of: 'attributes', key: 'start_time' }, descending: true };

/** @throws Refusal BAD_INPUT */
export function orderIn(text: string | undefined): RunOrder {
  if (text === undefined) return usual;
  const order = parseRunOrder(text);
  if (!order)
    throw new Refusal(
      'BAD_INPUT',
      `“${text}” is no order: say a column such as metrics.rmse, then asc or desc.`,
      {
        field: 'order',
      },
    );
  return order;
}

/**
 * A total order of runs as SQL. What has a value comes first, whichever way it is sorted; NaN counts as none. `join` finds
 * the value of run `r` as `o`; null: every run has one. `keys` with their types, the run's id last.
 */
export interface OrderSql {
  readonly join: string | null;
  readonly keys: readonly {
    readonly sql: string;
    readonly type: 'float8' | 'text' | 'timestamptz' | 'uuid';
  }[];
}

const attributeKeys: Readonly<Record<RunAttribute, OrderSql['keys'][number]>> = {
  run_id: { sql: 'r.key', type: 'text' },
  run_name: { sql: 'r.name', type: 'text' },
  status: { sql: 'r.status', type: 'text' },
  start_time: { sql: 'r.started_at', type: 'timestamptz' },
  end_time: { sql: "coalesce(r.ended_at, 'infinity')", type: 'timestamptz' },
};

export function orderSql({ column }: RunOrder, experiment: string, values: Values): OrderSql {
  if (column.of === 'attributes')
    return { join: null, keys: [attributeKeys[column.key], { sql: 'r.id', type: 'uuid' }] };
  const of = `o.run_id = r.id AND o.experiment_id = ${experiment} AND o.key = ${values.add(column.key)}`;
  const id = { sql: 'o.run_id', type: 'uuid' } as const;
  if (column.of === 'metrics')
    return {
      join: `run_metric o ON ${of} AND o.value <> 'NaN'`,
      keys: [{ sql: 'o.value', type: 'float8' }, id],
    };
  return {
    join: `run_text o ON ${of} AND o.kind = '${column.of === 'params' ? 'param' : 'tag'}'`,
    keys: [{ sql: 'o.rank', type: 'float8' }, { sql: 'o.head', type: 'text' }, id],
  };
}
