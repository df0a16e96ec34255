import type { SensitiveMark } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** SQL of the marks of a model that are in force, as JSON by field. */
export const marksOf = (modelId: string): string => `
  (SELECT coalesce(json_object_agg(s.field, json_build_object('attribute', s.attribute, 'words', s.words,
      'by', json_build_object('id', s.person_id, 'name', coalesce(sp.name, 'Countersign')),
      'at', to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '{}'::json)
    FROM sensitive_mark s LEFT JOIN person sp ON sp.id = s.person_id
    WHERE s.model_id = ${modelId} AND s.ended_at IS NULL)`;

export async function readMarks(
  db: Pick<Tx, 'query'>,
  modelId: string,
): Promise<ReadonlyMap<string, SensitiveMark>> {
  const { rows } = await db.query<{ marks: Record<string, SensitiveMark> }>(
    `SELECT ${marksOf('$1')} AS marks`,
    [modelId],
  );
  return new Map(Object.entries(rows[0]!.marks));
}
