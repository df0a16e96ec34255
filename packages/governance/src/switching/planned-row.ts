import type { PlannedSwitch, SwitchEnd } from '@countersign/contracts';
import type { Tx } from '../tx.ts';

/** Consumers that are named one by one; all are counted. */
const mostNamed = 50;

interface Row {
  readonly id: string;
  readonly environment: string;
  readonly from: string;
  readonly to: string;
  readonly by: PlannedSwitch['by'];
  readonly announced_at: Date;
  readonly not_before: Date;
  readonly pins_until: Date | null;
  readonly comment: string | null;
  readonly breaks: { readonly verdict: PlannedSwitch['verdict']; readonly changes: PlannedSwitch['breaks'] };
  readonly rescoring: PlannedSwitch['rescoring'];
  readonly not_rescored: string | null;
  readonly ended_at: Date | null;
  readonly end_reason: SwitchEnd | null;
  readonly states: Readonly<Record<string, number>>;
  readonly said: readonly Said[];
}

interface Said {
  readonly noticeId: string;
  readonly consumer: { readonly key: string; readonly name: string };
  readonly state: 'objected' | 'pinned';
  readonly at: string;
  readonly until: string | null;
  readonly comment: string | null;
}

const sql = `SELECT w.id, e.key AS environment, f.label AS from, t.label AS to, json_build_object('id', w.person_id, 'name', coalesce(p.name, 'Unknown person')) AS by,
  w.announced_at, w.not_before, w.pins_until, w.comment, w.breaks, w.not_rescored, w.ended_at, w.end_reason,
  CASE WHEN g.id IS NOT NULL THEN json_build_object('id', g.id, 'state', g.state, 'rescored', g.rescored, 'flipped', g.flipped) END AS rescoring,
  (SELECT coalesce(json_object_agg(s.state, s.count), '{}') FROM (SELECT n.state, count(*) AS count FROM notice n WHERE n.switch_id = w.id GROUP BY n.state) s) AS states,
  (SELECT coalesce(json_agg(a), '[]') FROM (
     SELECT n.id AS "noticeId", json_build_object('key', n.consumer_key, 'name', n.name) AS consumer, n.state, n.state_at AS at, n.until,
       (SELECT c.comment FROM notice_step c WHERE c.notice_id = n.id AND c.kind = n.state ORDER BY c.id DESC LIMIT 1) AS comment
     FROM (SELECT *, row_number() OVER (PARTITION BY state ORDER BY state_at, id) AS place FROM notice
       WHERE switch_id = w.id AND state IN ('objected', 'pinned')) n
     WHERE n.place <= ${mostNamed} ORDER BY n.state_at, n.id) a) AS said
  FROM planned_switch w JOIN environment e ON e.id = w.environment_id JOIN version f ON f.id = w.from_id JOIN version t ON t.id = w.to_id
  LEFT JOIN person p ON p.id = w.person_id LEFT JOIN rescoring g ON g.id = w.rescoring_id
  WHERE w.to_id = $1 ORDER BY w.id DESC LIMIT $2`;

const silent = ['nobody', 'sent', 'delivered', 'undeliverable'];
const unreached = ['nobody', 'undeliverable'];
const iso = (text: string): string => new Date(text).toISOString();

function toPlanned(row: Row): PlannedSwitch {
  const countOf = (wanted: (state: string) => boolean) =>
    Object.entries(row.states).reduce((sum, [state, count]) => sum + (wanted(state) ? count : 0), 0);
  const saying = (state: Said['state']) => row.said.filter((one) => one.state === state);
  const { ended_at: endedAt, end_reason: why } = row;
  return {
    id: row.id,
    environment: row.environment,
    from: row.from,
    to: row.to,
    by: row.by,
    announcedAt: row.announced_at.toISOString(),
    notBefore: row.not_before.toISOString(),
    pinsUntil: row.pins_until?.toISOString() ?? null,
    comment: row.comment,
    verdict: row.breaks.verdict,
    breaks: row.breaks.changes,
    rescoring: row.rescoring,
    notRescored: row.not_rescored,
    consumers: countOf(() => true),
    answered: countOf((state) => !silent.includes(state)),
    unreached: countOf((state) => unreached.includes(state)),
    objections: {
      count: countOf((state) => state === 'objected'),
      items: saying('objected').map(({ noticeId, consumer, at, comment }) => ({
        noticeId,
        consumer,
        at: iso(at),
        comment,
      })),
    },
    pins: {
      count: countOf((state) => state === 'pinned'),
      items: saying('pinned').map(({ noticeId, consumer, at, until }) => ({
        noticeId,
        consumer,
        at: iso(at),
        until: iso(until!),
      })),
    },
    ended: endedAt && why ? { why, at: endedAt.toISOString() } : null,
  };
}

/** Switches to a version that were announced, newest first, so many of them. */
export async function findPlanned(
  db: Pick<Tx, 'query'>,
  versionId: string,
  limit: number,
): Promise<PlannedSwitch[]> {
  const { rows } = await db.query<Row & Record<string, unknown>>(sql, [versionId, limit]);
  return rows.map(toPlanned);
}
