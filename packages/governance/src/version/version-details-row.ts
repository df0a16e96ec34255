import type { Mark, SensitiveMark, VersionPage } from '@countersign/contracts';
import { countUpTo } from '../bounded-count.ts';
import { changeOf, type StoredChange } from '../change-class/stored-change.ts';
import { type GoalStored, goalOf } from '../goal/read-goal.ts';
import { entryNumberOf } from '../ledger/entry-number.ts';
import { personJson } from '../person/read-names.ts';
import { marksOf } from '../sensitive/read-marks.ts';
import type { ScoredColumns } from './schema-row.ts';

/** What a version's page shows beside its row, its state and its gates; times inside JSON are RFC 3339 UTC. */
export interface VersionDetails extends ScoredColumns {
  readonly before: string | null;
  readonly reviewed_at: Date | null;
  readonly approved_at: Date | null;
  readonly deployed_at: Date | null;
  readonly deprecated_at: Date | null;
  readonly deprecation: {
    readonly reason: NonNullable<VersionPage['deprecation']>['reason'];
    readonly comment: string;
    readonly successor: string | null;
    readonly sunsetAt: string | null;
    readonly by: string;
    readonly at: string;
  } | null;
  readonly deprecated_by: VersionPage['owner'];
  readonly run: {
    readonly experiment: string;
    readonly run: string;
    readonly found: { readonly name: string; readonly status: string; readonly at: string } | null;
    readonly parameters: Readonly<Record<string, string>> | null;
  } | null;
  readonly dossier: unknown;
  readonly owner: VersionPage['owner'];
  readonly registrant: VersionPage['registrant'];
  readonly authors: VersionPage['authors'];
  readonly errata: VersionPage['errata'];
  readonly mark: Mark | null;
  readonly sensitive: Readonly<Record<string, SensitiveMark>>;
  readonly goal: GoalStored | null;
  readonly change: StoredChange | null;
  readonly counts: VersionPage['counts'];
}

/** SQL of an instant inside JSON. */
export const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const list = (element: string, order: string): string =>
  `coalesce(json_agg(${element} ORDER BY ${order}), '[]'::json)`;

export const errataOf = (versionId: string): string =>
  `(SELECT ${list(`json_build_object('id', x.id, 'text', x.text, 'by', ${personJson('xp')}, 'at', ${instant('x.at')})`, 'x.at, x.id')}
    FROM erratum x LEFT JOIN person xp ON xp.id = x.person_id WHERE x.version_id = ${versionId})`;

/** Beside `recordColumns` and `rowColumns`, from `version v JOIN model m` and `detailsJoins`. */
export const detailsColumns = `v.schema, v.rules, v.runtime, v.deprecation,
  v.reviewed_at, v.approved_at, v.deployed_at, v.deprecated_at,
  (SELECT b.label FROM version b WHERE b.model_id = v.model_id AND b.number < v.number ORDER BY b.number DESC LIMIT 1) AS before,
  (SELECT r.dossier FROM revision r WHERE r.version_id = v.id AND r.revision = v.revision) AS dossier,
  CASE WHEN v.run_key IS NULL THEN NULL ELSE json_build_object('experiment', v.run_experiment, 'run', v.run_key,
    'found', CASE WHEN u.id IS NULL THEN NULL ELSE json_build_object('name', u.name, 'status', u.status, 'at', ${instant('u.at')}) END,
    'parameters', (SELECT json_object_agg(t.key, t.head) FROM run_text t WHERE t.run_id = u.id AND t.kind = 'param')) END AS run,
  ${personJson('o')} AS owner,
  json_build_object('id', v.registrant_id, 'name', coalesce(g.name, 'Unknown person')) AS registrant,
  (SELECT json_build_object('id', p.id, 'name', p.name) FROM person p WHERE p.id::text = v.deprecation->>'by') AS deprecated_by,
  (SELECT ${list(`json_build_object('email', a.email, 'person', ${personJson('p')}, 'parts', a.parts)`, 'a.added_at, a.email')}
    FROM version_author a LEFT JOIN person p ON p.id = a.person_id WHERE a.version_id = v.id) AS authors,
  (SELECT json_build_object('path', f.path, 'digest', f.digest, 'size', f.size) FROM version_file f
    WHERE f.version_id = v.id AND f.kind = 'artifact' ORDER BY f.digest <> coalesce(v.artifact_digest, ''), f.path LIMIT 1) AS artifact,
  ${errataOf('v.id')} AS errata,
  ${marksOf('v.model_id')} AS sensitive,
  ${goalOf('v.id')} AS goal,
  ${changeOf} AS change,
  (SELECT json_build_object('id', k.id, 'standing', k.standing, 'severity', k.severity, 'reason', k.reason,
      'replacement', CASE WHEN s.id IS NULL THEN NULL ELSE json_build_object('label', s.label) END,
      'by', json_build_object('id', k.person_id, 'name', coalesce(p.name, 'Countersign')), 'at', ${instant('k.at')},
      'number', ${entryNumberOf({ versionId: 'k.version_id', at: 'k.at', id: 'k.id' })}, 'liftedAt', ${instant('k.lifted_at')},
      'liftSignatures', (SELECT ${list(`json_build_object('person', ${personJson('lp')}, 'at', ${instant('l.at')}, 'assurance', g.assurance)`, 'l.at')}
        FROM recall_lift l LEFT JOIN person lp ON lp.id = l.person_id LEFT JOIN signature g ON g.subject_id = l.recall_id AND g.person_id = l.person_id WHERE l.recall_id = k.id))
    FROM recall k LEFT JOIN version s ON s.id = k.replacement_id LEFT JOIN person p ON p.id = k.person_id
    WHERE k.version_id = v.id AND k.lifted_at IS NULL ORDER BY k.at DESC, k.id DESC LIMIT 1) AS mark,
  json_build_object(
    'evidence', (SELECT count(*) FROM evidence e WHERE e.version_id = v.id),
    'notebooks', (SELECT count(*) FROM version_file f WHERE f.version_id = v.id AND (f.kind = 'notebook' OR f.path ILIKE '%.ipynb')),
    'files', (SELECT count(*) FROM version_file f WHERE f.version_id = v.id),
    'signOffs', (SELECT count(*) FROM sign_off s WHERE s.version_id = v.id),
    'findings', (SELECT count(*) FROM finding f WHERE f.version_id = v.id AND f.state = 'open'),
    'threads', (SELECT count(*) FROM thread t WHERE t.version_id = v.id AND t.resolved_at IS NULL),
    'deployments', (SELECT count(*) FROM deployment d WHERE d.version_id = v.id),
    'entries', ${countUpTo('ledger_entry l WHERE l.version_id = v.id')}) AS counts`;

export const detailsJoins = `LEFT JOIN person o ON o.id = m.owner_id LEFT JOIN person g ON g.id = v.registrant_id
  LEFT JOIN experiment ue ON ue.model_id = v.model_id AND ue.name = v.run_experiment
  LEFT JOIN run u ON u.experiment_id = ue.id AND u.key = v.run_key`;
