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
  readonly closed_at: Date | null;
  readonly deadline: Date | null;
  readonly others: number;
  readonly others_open: boolean;
  readonly last_caller: string | null;
  readonly calls_since: number;
}

const callsSince = predictionsOfVersion('c', { is: 'r.version_id', since: 'uuid_at(r.at)' });

/** SQL: whether an earlier version that was recalled with `r` still is. */
export const othersStand = 'EXISTS (SELECT FROM recall o WHERE o.raised_with = r.id AND o.lifted_at IS NULL)';

/**
 * Columns and joins of a recall's row. Calls since are the predictions whose ids were made later, at most 10,000 of
 * them: an id's first 48 bits are the time of recording.
 */
export const recallSelect = `
SELECT r.id, json_build_object('key', m.key, 'name', m.name) AS model, v.label, r.standing, r.severity, r.reason,
  s.label AS replacement, r.person_id, p.name AS person_name, r.at, r.lifted_at, r.closed_at, r.deadline,
  (SELECT count(*)::int FROM recall o WHERE o.raised_with = r.id) AS others, ${othersStand} AS others_open,
  (SELECT c.consumer FROM prediction c WHERE ${callsSince} ORDER BY c.version_id DESC, c.id DESC LIMIT 1) AS last_caller,
  (SELECT count(*)::int FROM (SELECT FROM prediction c WHERE ${callsSince} LIMIT 10000) calls) AS calls_since
FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
LEFT JOIN version s ON s.id = r.replacement_id LEFT JOIN person p ON p.id = r.person_id`;

/** It is followed until it is closed, or until none of its versions is marked any more. */
export const stateOfRecall = (
  row: Pick<RecallRecord, 'closed_at' | 'lifted_at' | 'others_open'>,
): RecallRow['state'] => (row.closed_at ? 'closed' : row.lifted_at && !row.others_open ? 'lifted' : 'open');

export const toRecallRow = (row: RecallRecord): RecallRow => ({
  id: row.id,
  model: row.model,
  label: row.label,
  standing: row.standing,
  severity: row.severity,
  reason: row.reason,
  replacement: row.replacement,
  state: stateOfRecall(row),
  others: row.others,
  deadline: row.deadline?.toISOString() ?? null,
  by: { id: row.person_id, name: row.person_name ?? 'Countersign' },
  at: row.at.toISOString(),
  liftedAt: row.lifted_at?.toISOString() ?? null,
  closedAt: row.closed_at?.toISOString() ?? null,
  lastCaller: row.last_caller,
  callsSince: row.calls_since,
});
