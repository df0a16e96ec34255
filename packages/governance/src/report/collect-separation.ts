import type { ReportLine } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { inScope, type ModelScope, readModelScope } from './model-scope.ts';
import { asOfText, plainPlan } from './plain-plan.ts';
import {
  type Collecting,
  column,
  listed,
  mostListed,
  type PlannedSection,
  type ReportPlan,
} from './report-plan.ts';

interface Acts extends ReportLine {
  readonly author: boolean;
  readonly reviewed: boolean;
  readonly approved: boolean;
  readonly goLive: boolean;
  readonly operated: boolean;
}

/** Who acted as what on each version, and who holds roles that would let one person do what takes two. */
export async function collectSeparation({ ctx, definition, about, size }: Collecting): Promise<ReportPlan> {
  const scope = await readModelScope(ctx, definition);
  const { rows } = await ctx.pool.query<Acts>(actsSql, [scope.modelIds, scope.until]);
  const lines = rows.map((row) => ({ ...row, conflict: conflictOf(row) }));
  const conflicts = lines.filter(({ conflict }) => conflict !== null).length;
  return plainPlan({
    title: 'Separation of duties',
    statement: [
      `${asOfText(scope.until, definition.zone)} ${conflicts === 0 ? 'nobody had' : conflicts === 1 ? 'one person had' : `in ${conflicts.toLocaleString('en')} cases one person had`} acted on a version of ${about === 'Every model' ? 'any model' : about} in ways that are to be kept apart.`,
    ],
    size,
    facts: [
      ['People on versions', lines.length],
      ['Conflicts', conflicts],
    ],
    sections: [actsSection(lines), await rolesSection(ctx, scope)],
  });
}

/** `$1` models, `$2` until when; a row for each person on each version. */
const actsSql = `
SELECT m.key AS model, v.label AS version, m.tier, coalesce(p.name, 'Unknown person') AS person,
  bool_or(a.act = 'author') AS author, bool_or(a.act = 'review') AS reviewed, bool_or(a.act = 'approval') AS approved,
  bool_or(a.act = 'goLive') AS "goLive", bool_or(a.act = 'operate') AS operated
FROM version v JOIN model m ON m.id = v.model_id JOIN LATERAL (
  SELECT x.person_id, 'author' AS act FROM version_author x WHERE x.version_id = v.id AND x.person_id IS NOT NULL AND x.added_at < $2
  UNION SELECT s.person_id, q.gate FROM sign_off s JOIN request q ON q.id = s.request_id
    WHERE s.version_id = v.id AND s.decision = 'endorse' AND s.signed_at < $2
  UNION SELECT d.person_id, 'operate' FROM deployment d WHERE d.version_id = v.id AND d.started_at < $2) a ON true
JOIN person p ON p.id = a.person_id
WHERE ${inScope('v.model_id')} AND v.created_at < $2
GROUP BY m.key, m.tier, v.number, v.label, p.id, p.name ORDER BY m.key, v.number, p.name, p.id LIMIT ${mostListed + 1}`;

/** The rule that no policy can switch off comes first. */
function conflictOf({ author, reviewed, approved, goLive, operated }: Acts): string | null {
  const signed = reviewed || approved || goLive;
  const found = [
    author && signed ? 'signed what they made' : null,
    reviewed && (approved || goLive) ? 'reviewed and approved' : null,
    signed && operated ? 'signed and operated' : null,
    author && operated ? 'made and operated' : null,
  ].filter((one) => one !== null);
  return found.length > 0 ? found.join('; ') : null;
}

const actsSection = (lines: readonly ReportLine[]): PlannedSection =>
  listed(
    {
      key: 'acts',
      title: 'Who did what',
      form: 'table',
      note: 'Whether a policy allows one person two of these depends on the tier; nobody may sign what they made. Withdrawn and void signatures count here too.',
      columns: [
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('person', 'Person'),
        column('author', 'Made', 'flag'),
        column('reviewed', 'Review', 'flag'),
        column('approved', 'Approval', 'flag'),
        column('goLive', 'Go-live', 'flag'),
        column('operated', 'Oper.', 'flag'),
        column('conflict', 'Conflict'),
        column('tier', 'Tier', 'text', 'data'),
      ],
    },
    lines,
  );

const risky = [
  ['developer', 'reviewer'],
  ['developer', 'approver'],
  ['developer', 'operator'],
  ['reviewer', 'approver'],
  ['approver', 'operator'],
  ['administrator', 'approver'],
  ['administrator', 'reviewer'],
] as const;

async function rolesSection(ctx: Collecting['ctx'], { modelIds }: ModelScope): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<ReportLine>(
    `SELECT DISTINCT p.name AS person, w.one, w.other, coalesce(m.key, 'every model') AS on
     FROM unnest($3::text[], $4::text[]) AS w (one, other)
     JOIN role_assignment a ON a.role = w.one AND ${heldAt('a', '$2')} JOIN role_assignment b ON b.role = w.other AND b.person_id = a.person_id
       AND ${heldAt('b', '$2')} AND (a.model_id IS NULL OR b.model_id IS NULL OR a.model_id = b.model_id)
     JOIN person p ON p.id = a.person_id AND p.active LEFT JOIN model m ON m.id = coalesce(a.model_id, b.model_id)
     WHERE coalesce(a.model_id, b.model_id) IS NULL OR ${inScope('coalesce(a.model_id, b.model_id)')}
     ORDER BY person, one, other LIMIT ${mostListed + 1}`,
    [modelIds, ctx.clock(), risky.map(([one]) => one), risky.map(([, other]) => other)],
  );
  return listed(
    {
      key: 'risky-roles',
      title: 'Roles that together would be risky',
      form: 'table',
      note: 'Held now. Separation is by act on each version, so holding both is no breach; it is where one could begin.',
      columns: [
        column('person', 'Person'),
        column('one', 'Role'),
        column('other', 'And'),
        column('on', 'On', 'code'),
      ],
    },
    rows,
  );
}
