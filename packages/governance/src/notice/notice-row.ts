import type { NoticeRow } from '@countersign/contracts';

export interface NoticeRecord {
  readonly id: string;
  readonly kind: NoticeRow['kind'];
  readonly recall_id: string | null;
  readonly model: NoticeRow['model'];
  readonly label: string;
  readonly versions: number;
  readonly consumer: NoticeRow['consumer'];
  readonly standing: NoticeRow['standing'];
  readonly severity: NoticeRow['severity'];
  readonly replacement: string | null;
  readonly state: NoticeRow['state'];
  readonly state_at: Date;
  readonly basis: NoticeRow['basis'];
  readonly until: Date | null;
  readonly cadence_minutes: number | null;
  readonly calls: string;
  readonly last_call_at: Date | null;
  readonly raised_at: Date;
  readonly due_at: Date | null;
  readonly reminded_at: Date | null;
  readonly escalated_at: Date | null;
  readonly escalation: NonNullable<NoticeRow['escalation']>['why'] | null;
  readonly ended_at: Date | null;
  readonly end_reason: NonNullable<NoticeRow['ended']>['why'] | null;
}

/**
 * Columns and joins of a notice's row. The replacement is the recall's, or the successor of what is deprecated. A state's
 * basis is that of the step that made it.
 */
export const noticeSelect = `
SELECT n.id, n.kind, n.recall_id, json_build_object('key', m.key, 'name', m.name) AS model, v.label, cardinality(n.version_ids) AS versions,
  json_build_object('key', n.consumer_key, 'name', n.name, 'id', n.consumer_id) AS consumer, r.standing, r.severity,
  CASE WHEN n.kind <> 'switch' THEN coalesce(s.label, v.deprecation->>'successor') END AS replacement, n.state, n.state_at,
  (SELECT t.basis FROM notice_step t WHERE t.notice_id = n.id AND t.kind = n.state ORDER BY t.id DESC LIMIT 1) AS basis,
  n.until, n.cadence_minutes, n.calls, n.last_call_at, n.raised_at, n.due_at, n.reminded_at, n.escalated_at, n.escalation, n.ended_at, n.end_reason
FROM notice n JOIN version v ON v.id = n.version_id JOIN model m ON m.id = v.model_id
LEFT JOIN recall r ON r.id = n.recall_id LEFT JOIN version s ON s.id = r.replacement_id`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export const toNoticeRow = (row: NoticeRecord): NoticeRow => ({
  id: row.id,
  kind: row.kind,
  recallId: row.recall_id,
  model: row.model,
  label: row.label,
  versions: row.versions,
  consumer: row.consumer,
  standing: row.standing,
  severity: row.severity,
  replacement: row.replacement,
  state: row.state,
  stateAt: row.state_at.toISOString(),
  basis: row.basis,
  until: iso(row.until),
  cadenceMinutes: row.cadence_minutes,
  calls: Number(row.calls),
  lastCallAt: iso(row.last_call_at),
  raisedAt: row.raised_at.toISOString(),
  dueAt: iso(row.due_at),
  remindedAt: iso(row.reminded_at),
  escalation:
    row.escalated_at && row.escalation ? { why: row.escalation, at: row.escalated_at.toISOString() } : null,
  ended: row.ended_at && row.end_reason ? { why: row.end_reason, at: row.ended_at.toISOString() } : null,
});
