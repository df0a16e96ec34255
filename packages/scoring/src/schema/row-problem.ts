/** Why a row may not be scored. `missing` also covers null where the schema is not nullable. */
export type RowProblemCode = 'missing' | 'type' | 'range' | 'category' | 'unknown';

export interface RowProblem {
  row: number;
  /** The input's name; empty when the row itself is not an object. */
  field: string;
  code: RowProblemCode;
  message: string;
}

export interface RowWarning {
  row: number;
  field: string;
  code: 'outside-training';
  message: string;
}

export interface RowValidation {
  problems: RowProblem[];
  warnings: RowWarning[];
}
