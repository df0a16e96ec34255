import { type InputCondition, type RecallRow, Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';

/** A recall with its version and model, as use cases decide with it. */
export interface RecallStored {
  readonly id: string;
  readonly version_id: string;
  readonly model_id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly label: string;
  readonly number: number;
  readonly standing: RecallRow['standing'];
  readonly severity: RecallRow['severity'];
  readonly reason: string;
  readonly scope: 'this' | 'this-and-before';
  readonly raised_with: string | null;
  readonly affected: string | null;
  readonly affected_inputs: InputCondition[] | null;
  readonly replacement_id: string | null;
  readonly replacement: string | null;
  readonly fallback: string | null;
  readonly deadline: Date | null;
  readonly person_id: string;
  readonly at: Date;
  readonly lifted_at: Date | null;
  readonly completed_at: Date | null;
  readonly completed_by: string | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly closed_reason: string | null;
  readonly closed_unmet: string[] | null;
}

/**
 * One recall; for one that was raised with another, that one.
 * @throws Refusal NOT_FOUND
 */
export async function findRecall(db: Pick<Tx, 'query'>, recallId: string): Promise<RecallStored> {
  const { rows } = await db.query<RecallStored>(
    `SELECT r.id, r.version_id, v.model_id, m.key AS model_key, m.name AS model_name, v.label, v.number, r.standing, r.severity, r.reason, r.scope,
       r.raised_with, r.affected, r.affected_inputs, r.replacement_id, s.label AS replacement, r.fallback, r.deadline, r.person_id, r.at, r.lifted_at,
       r.completed_at, r.completed_by, r.closed_at, r.closed_by, r.closed_reason, r.closed_unmet
     FROM recall asked JOIN recall r ON r.id = coalesce(asked.raised_with, asked.id)
     JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id LEFT JOIN version s ON s.id = r.replacement_id
     WHERE asked.id = $1`,
    [recallId],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such recall.', { recallId });
  return rows[0];
}

/** One version of a recall: the one that it was raised for first, then those before it, the newest first. */
export interface RecalledVersion {
  readonly recall_id: string;
  readonly version_id: string;
  readonly label: string;
  readonly number: number;
  readonly standing: 'usable' | 'advisory' | 'blocked';
  readonly lifted_at: Date | null;
}

export async function versionsOfRecall(
  db: Pick<Tx, 'query'>,
  recallId: string,
): Promise<[RecalledVersion, ...RecalledVersion[]]> {
  const { rows } = await db.query<RecalledVersion>(
    `SELECT r.id AS recall_id, v.id AS version_id, v.label, v.number, v.standing, r.lifted_at
     FROM recall r JOIN version v ON v.id = r.version_id WHERE r.id = $1 OR r.raised_with = $1
     ORDER BY r.raised_with IS NOT NULL, v.number DESC`,
    [recallId],
  );
  const [root, ...others] = rows;
  if (!root) throw new Refusal('NOT_FOUND', 'There is no such recall.', { recallId });
  return [root, ...others];
}
