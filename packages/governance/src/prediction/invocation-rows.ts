import { type Invocation, limits, Refusal } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';

const bad = (message: string, field: string) => new Refusal('BAD_INPUT', message, { field });

/** The rows that a caller asks about, whichever way they were written. @throws Refusal BAD_INPUT or TOO_LARGE */
export function invocationRows(invocation: Invocation): InputRow[] {
  const { inputs, dataframe_split: frame, callerIds, businessReferences, subjects } = invocation;
  if ((inputs === undefined) === (frame === undefined))
    throw bad('Send either inputs or dataframe_split.', 'inputs');
  const rows = frame ? frameRows(frame) : Array.isArray(inputs) ? inputs : [inputs as InputRow];
  if (rows.length === 0) throw bad('There is no row to answer.', 'inputs');
  if (rows.length > limits.invocationRows) {
    throw new Refusal('TOO_LARGE', `A request holds at most ${limits.invocationRows} rows.`, {
      maxRows: limits.invocationRows,
    });
  }
  for (const [field, list] of Object.entries({ callerIds, businessReferences, subjects })) {
    if (list && list.length !== rows.length) throw bad(`${field} has to name every row.`, field);
  }
  if (callerIds && new Set(callerIds).size !== callerIds.length)
    throw bad('Two rows have one caller id.', 'callerIds');
  return rows;
}

/** MLflow's form: names once, values by row. */
function frameRows({ columns, data }: NonNullable<Invocation['dataframe_split']>): InputRow[] {
  if (new Set(columns).size !== columns.length)
    throw bad('Two columns have one name.', 'dataframe_split.columns');
  return data.map((values, row) => {
    if (values.length !== columns.length)
      throw bad(`Row ${row} does not have a value for each column.`, `dataframe_split.data.${row}`);
    return Object.fromEntries(columns.map((name, column) => [name, values[column]]));
  });
}
