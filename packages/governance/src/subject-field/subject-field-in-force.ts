import type { SubjectSource, UnnamedRows } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** Where a model's predictions say whom they are about, from some moment on. */
export interface SubjectFieldInForce {
  /** Null for what a model begins with: none. */
  readonly id: string | null;
  readonly source: SubjectSource;
  readonly field: string | null;
  readonly unnamed: UnnamedRows | null;
}

export const noSubjectField: SubjectFieldInForce = { id: null, source: 'none', field: null, unnamed: null };

/** SQL columns of a declaration, beside `model m LEFT JOIN model_subject_field f ON f.id = m.subject_field_id`. */
export const subjectFieldColumns = 'f.id AS subject_field_id, f.source, f.field, f.unnamed';

export interface SubjectFieldColumns {
  readonly subject_field_id: string | null;
  readonly source: SubjectSource | null;
  readonly field: string | null;
  readonly unnamed: UnnamedRows | null;
}

export const toSubjectFieldInForce = (row: SubjectFieldColumns): SubjectFieldInForce =>
  row.subject_field_id === null || row.source === null
    ? noSubjectField
    : { id: row.subject_field_id, source: row.source, field: row.field, unnamed: row.unnamed };

/** What is declared now; whoever records by it asks again in the recording transaction, under the model's lock. */
export async function readSubjectField(db: Pick<Tx, 'query'>, modelId: string): Promise<SubjectFieldInForce> {
  const { rows } = await db.query<SubjectFieldColumns>(
    `SELECT ${subjectFieldColumns} FROM model m LEFT JOIN model_subject_field f ON f.id = m.subject_field_id WHERE m.id = $1`,
    [modelId],
  );
  return rows[0] ? toSubjectFieldInForce(rows[0]) : noSubjectField;
}
