import type { RetainedKind, RetentionClock } from '@countersign/contracts';

const dayMs = 86_400_000;

/** What of a class decides what falls due. */
export interface RetentionRule {
  readonly id: string;
  readonly what: RetainedKind;
  /** Null: every model that no other class in force names. */
  readonly models: readonly string[] | null;
  readonly clock: RetentionClock;
  readonly days: number;
}

/** Contents whose clock stood before this moment are due: the days are whole ones in UTC, after the day of the clock. */
export const dueBefore = (now: Date, days: number, aheadDays = 0): Date =>
  new Date(Math.floor(now.getTime() / dayMs) * dayMs - (days - aheadDays) * dayMs);

export const basisOf = (what: RetainedKind): 'recorded' | 'claimed' =>
  what === 'answered-predictions' ? 'recorded' : 'claimed';

/** SQL of the clock, beside `prediction p`, `version v` and `model m`. */
export const clockSql: Readonly<Record<RetentionClock, string>> = {
  recorded: 'p.recorded_at',
  deprecated: 'v.deprecated_at',
  retired: 'm.retired_at',
};

/** SQL condition: whether a class covers the model `m`. One that names the model goes before one that names none. */
export const coversSql = (rule: { id: string; what: string; models: string }): string =>
  `CASE WHEN ${rule.models} IS NULL THEN NOT EXISTS (SELECT FROM retention_class o
     WHERE o.state = 'on' AND o.what = ${rule.what} AND o.id <> ${rule.id} AND m.id = ANY (o.models)) ELSE m.id = ANY (${rule.models}) END`;

/**
 * SQL of the id of a legal hold on a prediction `p` of the run `r`; null where none stands. Contents of a run leave together:
 * a hold on one of its rows holds all.
 */
export const holdSql = `(SELECT h.id FROM legal_hold h WHERE h.lifted_at IS NULL AND (h.model_id = p.model_id
    OR h."from" IS NOT NULL AND p.answered_at >= h."from" AND p.answered_at < h."to"
    OR h.subject_hash IS NOT NULL AND (h.subject_hash = p.subject_hash
      OR r.rows > 1 AND EXISTS (SELECT FROM prediction s WHERE s.run_id = p.run_id AND s.row > 0 AND s.subject_hash = h.subject_hash)))
  ORDER BY h.at, h.id LIMIT 1)`;
