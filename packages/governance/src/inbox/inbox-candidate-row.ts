import type { InboxItem } from '@countersign/contracts';
import type { Gate, Stage } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import { claimsJson, isLiveClaim } from '../claim/live-claims.ts';

/** Something that may wait for a person, before the machine has said whether they can act on it now. */
export interface InboxCandidate {
  readonly kind: InboxItem['kind'];
  /** Of the request, or of the recall where a lift waits. */
  readonly id: string;
  readonly version_id: string;
  readonly sign_off_id: string | null;
  /** RFC 3339, or `infinity` where nothing is due. */
  readonly due_key: string;
  readonly due_at: Date | null;
  readonly asked_at: Date;
  readonly asked_by: InboxItem['askedBy'];
  readonly gate: Gate | null;
  readonly environment_id: string | null;
  readonly environment: string | null;
  /** Set where the expedited road waits for its one signature. */
  readonly incident: string | null;
  readonly model: InboxItem['model'];
  readonly label: string;
  readonly revision: number;
  readonly stage: Stage;
  /** Where a finding is mine. */
  readonly finding: { readonly name: string; readonly title: string; readonly severity: string } | null;
  /** Where a comment mentions me. */
  readonly thread_id: string | null;
  readonly thread_about: string | null;
  /** My latest sign-off at this gate that counts no longer: its revision, state and the cause of that. */
  readonly before: {
    readonly revision: number;
    readonly state: string;
    readonly cause: string | null;
  } | null;
  /** The prose that changed since the revision that I endorsed. */
  readonly notes_changed: boolean | null;
  readonly description_changed: boolean | null;
  readonly standing: string;
  readonly claims: InboxItem['claims'];
}

const gateOf = "p.body->'gates'->r.gate->'signOffs'";

/**
 * Candidates of the person `$1` after the key (`$2` due, `$3` asked, `$4` kind, `$5` id), at most `$6`, at `$7`, of
 * the gate `$8`, the model `$9` and the tier `$12`, due by `$10`, claimed as `$11` says: open requests
 * with a place for one of their roles, the expedited road's signature, endorsements that they owe anew, changes asked of versions that they made,
 * findings that they own, comments that mention them, and lifts that wait for a second signature. Nobody's own version waits for their signature.
 */
export const candidatesSql = `
WITH mine AS (
  SELECT DISTINCT a.role, a.model_id FROM role_assignment a JOIN person h ON h.id = a.person_id
  WHERE a.person_id = $1 AND h.active AND ${heldAt('a', '$7')}
), item AS (
  SELECT 'sign' AS kind, r.id, r.version_id, NULL::uuid AS sign_off_id, r.due_at, r.opened_at AS asked_at, r.person_id AS asked_by
  FROM request r JOIN version v ON v.id = r.version_id JOIN policy p ON p.key = r.policy_key AND p.number = r.policy_number
  WHERE r.state = 'open' AND r.incident IS NULL AND v.stage <> 'deprecated'
    AND EXISTS (SELECT FROM jsonb_array_elements(${gateOf}) place JOIN mine ON mine.role = place->>'role'
      WHERE mine.model_id IS NULL OR mine.model_id = v.model_id)
    AND NOT EXISTS (SELECT FROM version_author a WHERE a.version_id = v.id AND a.person_id = $1)
    AND NOT EXISTS (SELECT FROM sign_off s WHERE s.request_id = r.id AND s.person_id = $1 AND s.state IN ('current', 'owed'))
  UNION ALL
  SELECT 'sign', r.id, r.version_id, NULL, r.due_at, r.opened_at, r.person_id FROM request r JOIN version v ON v.id = r.version_id
  WHERE r.state = 'open' AND r.incident IS NOT NULL
    AND EXISTS (SELECT FROM mine WHERE mine.role IN ('reviewer', 'approver') AND (mine.model_id IS NULL OR mine.model_id = v.model_id))
    AND NOT EXISTS (SELECT FROM version_author a WHERE a.version_id = v.id AND a.person_id = $1)
    AND NOT EXISTS (SELECT FROM sign_off s WHERE s.request_id = r.id AND s.person_id = $1 AND s.state = 'current')
  UNION ALL
  SELECT 're-endorse', r.id, r.version_id, s.id, r.due_at, coalesce(s.state_at, s.signed_at),
    coalesce((SELECT n.person_id FROM revision n WHERE n.version_id = v.id AND n.revision = v.revision), r.person_id)
  FROM sign_off s JOIN request r ON r.id = s.request_id JOIN version v ON v.id = r.version_id
  WHERE s.person_id = $1 AND s.state = 'owed' AND r.state = 'open' AND r.incident IS NULL
  UNION ALL
  SELECT * FROM (
    SELECT DISTINCT ON (r.id) 'changes-requested', r.id, r.version_id, s.id, r.due_at, s.signed_at, s.person_id
    FROM version_author a JOIN request r ON r.version_id = a.version_id JOIN sign_off s ON s.request_id = r.id
    WHERE a.person_id = $1 AND r.state = 'open' AND r.incident IS NULL AND s.decision = 'request-changes' AND s.state = 'current'
    ORDER BY r.id, s.signed_at DESC, s.id DESC) asked
  UNION ALL
  SELECT 'finding', f.id, f.version_id, NULL, f.due_at, f.at, f.person_id FROM finding f
  WHERE f.owner_id = $1 AND f.state = 'open' AND EXISTS (SELECT FROM mine WHERE mine.role <> 'consumer')
  UNION ALL
  SELECT 'mention', n.comment_id, t.version_id, NULL, NULL, n.at, c.person_id
  FROM mention n JOIN thread_comment c ON c.id = n.comment_id JOIN thread t ON t.id = c.thread_id
  WHERE n.person_id = $1 AND t.resolved_at IS NULL AND EXISTS (SELECT FROM mine WHERE mine.role <> 'consumer')
    AND NOT EXISTS (SELECT FROM mention_seen x WHERE x.comment_id = n.comment_id AND x.person_id = $1)
  UNION ALL
  SELECT 'lift', k.id, k.version_id, NULL, NULL, first.at, first.person_id
  FROM recall k JOIN version v ON v.id = k.version_id
  JOIN LATERAL (SELECT l.at, l.person_id FROM recall_lift l WHERE l.recall_id = k.id ORDER BY l.at LIMIT 1) first ON true
  WHERE k.lifted_at IS NULL AND NOT EXISTS (SELECT FROM recall_lift l WHERE l.recall_id = k.id AND l.person_id = $1)
    AND EXISTS (SELECT FROM mine WHERE mine.model_id IS NULL OR mine.model_id = v.model_id)
), page AS (
  SELECT *, coalesce(due_at, 'infinity') AS due FROM item
  WHERE ($2::timestamptz IS NULL OR (coalesce(due_at, 'infinity'), asked_at, kind, id) > ($2, $3::timestamptz, $4::text, $5::uuid))
    AND ($8::text IS NULL OR EXISTS (SELECT FROM request q WHERE q.id = item.id AND q.gate = $8))
    AND ($9::text IS NULL OR EXISTS (SELECT FROM version w JOIN model o ON o.id = w.model_id WHERE w.id = item.version_id AND o.key = $9))
    AND ($10::timestamptz IS NULL OR due_at <= $10)
    AND ($11::text IS NULL OR kind = 'sign' AND CASE $11
      WHEN 'mine' THEN EXISTS (SELECT FROM claim c WHERE c.request_id = item.id AND c.person_id = $1 AND ${isLiveClaim('c', '$7')})
      ELSE NOT EXISTS (SELECT FROM claim c WHERE c.request_id = item.id AND ${isLiveClaim('c', '$7')}) END)
    AND ($12::text IS NULL OR EXISTS (SELECT FROM version w JOIN model o ON o.id = w.model_id WHERE w.id = item.version_id AND o.tier = $12))
  ORDER BY coalesce(due_at, 'infinity'), asked_at, kind, id LIMIT $6
)
SELECT i.kind, i.id, i.version_id, i.sign_off_id, i.due_at, i.asked_at,
  CASE WHEN i.due_at IS NULL THEN 'infinity' ELSE to_char(i.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END AS due_key,
  json_build_object('id', i.asked_by, 'name', coalesce(h.name, 'Countersign')) AS asked_by,
  r.gate, r.environment_id, e.key AS environment, r.incident, json_build_object('key', m.key, 'name', m.name) AS model, v.label, v.revision, v.stage, v.standing,
  CASE WHEN i.kind = 'finding' THEN (SELECT json_build_object('name', 'F-' || f.number, 'title', f.title, 'severity', f.severity)
    FROM finding f WHERE f.id = i.id) END AS finding,
  t.id AS thread_id, coalesce((SELECT q.name FROM evidence q WHERE q.id = t.evidence_id), t.path) AS thread_about,
  (SELECT json_build_object('revision', s.revision, 'state', s.state, 'cause', s.state_reason)
    FROM sign_off s JOIN request q ON q.id = s.request_id
    WHERE s.version_id = v.id AND s.person_id = $1 AND q.gate = r.gate AND q.environment_id IS NOT DISTINCT FROM r.environment_id
    ORDER BY s.signed_at DESC, s.id DESC LIMIT 1) AS before,
  CASE WHEN i.kind = 'sign' THEN ${claimsJson('i.id', '$7')} ELSE '[]'::json END AS claims,
  was.release_notes <> now.release_notes AS notes_changed, was.description <> now.description AS description_changed
FROM page i JOIN version v ON v.id = i.version_id JOIN model m ON m.id = v.model_id
LEFT JOIN person h ON h.id = i.asked_by
LEFT JOIN thread_comment c ON c.id = i.id AND i.kind = 'mention' LEFT JOIN thread t ON t.id = c.thread_id
LEFT JOIN request r ON r.id = i.id LEFT JOIN environment e ON e.id = r.environment_id
LEFT JOIN sign_off s ON s.id = i.sign_off_id
LEFT JOIN revision was ON was.version_id = v.id AND was.revision = s.revision
LEFT JOIN revision now ON now.version_id = v.id AND now.revision = v.revision
ORDER BY i.due, i.asked_at, i.kind, i.id`;
