import type { RecallRow } from '@countersign/contracts';
import { predictionsOfVersion } from '../predictions-of.ts';

export interface RecallRecord {
  readonly id: string;
  readonly model: RecallRow['model'];
  readonly label: string;
  readonly standing: RecallRow['standing'];
  readonly severity: RecallRow['severity'];
  readonly reason: string;
  readonly replacement: string | null;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly at: Date;
  readonly lifted_at: Date | null;
  readonly last_caller: string | null;
  readonly calls_since: number;
}

const callsSince = predictionsOfVersion('c', { is: 'r.version_id', since: 'uuid_at(r.at)' });

/**
 * Columns and joins of a recall's row. Calls since are the predictions whose ids were made later, at most 10,000 of
 * them: an id's first 48 bits are the time of recording.
 */
export const recallSelect = `
SELECT r.id, json_build_object('key', m.key, 'name', m.name) AS model, v.label, r.standing, r.severity, r.reason,
  s.label AS replacement, r.person_id, p.name AS person_name, r.at, r.lifted_at,
  (SELECT c.consumer FROM prediction c WHERE ${callsSince} ORDER BY c.version_id DESC, c.id DESC LIMIT 1) AS last_caller,
  (SELECT count(*)::int FROM (SELECT FROM prediction c WHERE ${callsSince} LIMIT 10000) calls) AS calls_since
FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
LEFT JOIN version s ON s.id = r.replacement_id LEFT JOIN person p ON p.id = r.person_id`;

export const toRecallRow = (row: RecallRecord): RecallRow => ({
  id: row.id,
  model: row.model,
  label: row.label,
  standing: row.standing,
  severity: row.severity,
  reason: row.reason,
  replacement: row.replacement,
  by: { id: row.person_id, name: row.person_name ?? 'Countersign' },
  at: row.at.toISOString(),
  liftedAt: row.lifted_at?.toISOString() ?? null,
  lastCaller: row.last_caller,
  callsSince: row.calls_since,
});
