import type { ReportColumn, ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { countEntries, type EntryChoice } from '../ledger/stream-entries.ts';
import { countModels, gapsSection } from './completeness-lines.ts';
import { entriesSection } from './entry-lines.ts';
import { inScope, type ModelScope, readModelScope } from './model-scope.ts';
import { plainPlan } from './plain-plan.ts';
import {
  type Collecting,
  column,
  listed,
  mostListed,
  type PlannedSection,
  type ReportPlan,
} from './report-plan.ts';

const version = [column('model', 'Model', 'code'), column('version', 'Version', 'code')];
const utc = (expression: string) =>
  `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** `$1` models, `$2` since when or null, `$3` until when. */
const within = (moment: string) => `($2::timestamptz IS NULL OR ${moment} >= $2) AND ${moment} < $3`;
const ofVersion = 'JOIN version v ON v.id = x.version_id JOIN model m ON m.id = v.model_id';

interface Kind {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly ReportColumn[];
  readonly sql: string;
}

const deployments = (key: string, title: string, condition: string): Kind => ({
  key,
  title,
  columns: [
    ...version,
    column('environment', 'Environment'),
    column('incident', 'Incident'),
    column('by', 'By'),
    column('from', 'From', 'instant'),
    column('until', 'Until', 'instant'),
    column('endReason', 'Ended because', 'text', 'beneath'),
  ],
  sql: `SELECT m.key AS model, v.label AS version, e.key AS environment, x.incident, coalesce(p.name, 'Countersign') AS by,
      ${utc('x.started_at')} AS "from", ${utc('x.ended_at')} AS until, x.end_reason AS "endReason"
    FROM deployment x ${ofVersion} JOIN environment e ON e.id = x.environment_id LEFT JOIN person p ON p.id = x.person_id
    WHERE ${inScope('v.model_id')} AND ${condition} AND ${within('x.started_at')} ORDER BY x.started_at, x.id`,
});

/** What went another way than the road, or is late on it. */
const kinds: readonly Kind[] = [
  deployments('expedited', 'Expedited deployments', "(x.ground = 'expedited' OR x.incident IS NOT NULL)"),
  deployments('mandates', 'Mandates used', "x.ground = 'mandate'"),
  {
    key: 'waivers',
    title: 'Waivers',
    note: 'Findings that were accepted instead of closed, and approvals under a condition.',
    columns: [
      ...version,
      column('what', 'What'),
      column('title', 'Title'),
      column('by', 'By'),
      column('at', 'When', 'instant'),
    ],
    sql: `SELECT * FROM (
        SELECT m.key AS model, v.label AS version, 'finding accepted' AS what, 'F-' || x.number || ': ' || x.title AS title,
          coalesce(p.name, 'Unknown person') AS by, ${utc('x.state_at')} AS at
        FROM finding x ${ofVersion} LEFT JOIN person p ON p.id = x.state_by
        WHERE ${inScope('v.model_id')} AND x.state = 'accepted' AND ${within('x.state_at')}
        UNION ALL SELECT m.key, v.label, 'approval under a condition', x.meaning, coalesce(p.name, 'Unknown person'), ${utc('x.signed_at')}
        FROM sign_off x JOIN sign_off_condition c ON c.sign_off_id = x.id ${ofVersion} LEFT JOIN person p ON p.id = x.person_id
        WHERE ${inScope('v.model_id')} AND ${within('x.signed_at')}) w ORDER BY w.at`,
  },
  {
    key: 'overdue',
    title: 'Overdue while serving',
    note: 'Versions in production at the end of the period whose approval or review had run out by then. Days are those that hold now.',
    columns: [
      ...version,
      column('environment', 'Environment'),
      column('what', 'What ran out'),
      column('at', 'When', 'instant'),
    ],
    sql: `SELECT m.key AS model, v.label AS version, e.key AS environment,
        CASE WHEN v.approval_ends_at < $3 THEN 'approval' ELSE 'review' END AS what, ${utc('least(v.approval_ends_at, v.re_review_by)')} AS at
      FROM deployment x ${ofVersion} JOIN environment e ON e.id = x.environment_id AND e.production
      WHERE ${inScope('v.model_id')} AND ($2::timestamptz IS NULL OR true) AND x.started_at < $3 AND (x.ended_at IS NULL OR x.ended_at >= $3)
        AND (v.approval_ends_at < $3 OR v.re_review_by < $3) ORDER BY m.key, v.number, e.key`,
  },
  {
    key: 'as-found',
    title: 'As found',
    note: 'Versions that were in production before Countersign was, without sign-offs of their own for it.',
    columns: [
      ...version,
      column('tier', 'Tier'),
      column('at', 'Entered', 'instant'),
      column('reviewBy', 'Review by', 'instant'),
    ],
    sql: `SELECT m.key AS model, x.label AS version, m.tier, ${utc('x.created_at')} AS at, ${utc('x.re_review_by')} AS "reviewBy"
      FROM version x JOIN model m ON m.id = x.model_id
      WHERE ${inScope('x.model_id')} AND ($2::timestamptz IS NULL OR true) AND x.as_found AND x.created_at < $3 ORDER BY m.key, x.number`,
  },
];

/** What went another way than the ordinary road: expedited, by mandate, under a waiver, late, as found, answers that are missing, what was refused. */
export async function collectExceptions({ ctx, definition, about, size }: Collecting): Promise<ReportPlan> {
  const scope = await readModelScope(ctx, definition);
  const sections: PlannedSection[] = [];
  for (const kind of kinds) sections.push(await sectionOf(ctx, kind, scope));
  const span = { modelIds: scope.modelIds, versionIds: null, from: scope.from, to: scope.until };
  sections.push(gapsSection(await countModels(ctx, span)));
  const refused: EntryChoice = {
    modelIds: scope.modelIds,
    versionIds: null,
    predictionIds: null,
    people: null,
    from: scope.from,
    to: scope.until,
    events: ['command.refused'],
    size,
  };
  const { count, first, last } = await countEntries(ctx, refused);
  sections.push({ ...entriesSection(ctx, refused, count), title: 'Refused attempts' });
  const all = sections.reduce((sum, section) => sum + section.count, 0);
  const { period } = definition;
  const plan = plainPlan({
    title: 'Exceptions',
    statement: [
      `${period ? `From ${period.from} to ${period.to}, both days whole, in ${period.zone},` : 'From the beginning of the ledger'} there ${all === 0 ? 'was no exception' : all === 1 ? 'was one exception' : `were ${all.toLocaleString('en')} exceptions`} on ${about === 'Every model' ? 'any model' : about}.`,
    ],
    size,
    sections,
  });
  return { ...plan, first, last };
}

async function sectionOf(
  ctx: Context,
  { sql, ...kind }: Kind,
  { modelIds, from, until }: ModelScope,
): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<ReportLine>(`${sql} LIMIT ${mostListed + 1}`, [
    modelIds,
    from,
    until,
  ]);
  return listed({ ...kind, columns: [...kind.columns], form: 'table' }, rows);
}
