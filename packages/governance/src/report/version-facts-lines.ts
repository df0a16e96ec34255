import type { ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { entryNumberOf, numberOrNull } from '../ledger/entry-number.ts';
import { column, instantText, listed, mostListed, type PlannedSection } from './report-plan.ts';

interface Span {
  readonly versionIds: readonly string[];
  readonly from: Date | null;
  readonly to: Date | null;
}

const limit = mostListed + 1;

/** Deployments of the versions that served within the period, also where they began before or went on after it. */
export async function deploymentsSection(
  ctx: Context,
  { versionIds, from, to }: Span,
): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<
    ReportLine & { entry: string | null; started_at: Date; ended_at: Date | null }
  >(
    `SELECT ${entryNumberOf({ versionId: 'd.version_id', at: 'd.started_at', id: 'd.id' })} AS entry, m.key AS model, v.label AS version,
       e.key AS environment, e.production, d.role, d.ground, d.share::text AS share, d.started_at, d.ended_at, d.end_reason AS "endReason",
       coalesce(p.name, 'Countersign') AS by, d.incident
     FROM deployment d JOIN version v ON v.id = d.version_id JOIN model m ON m.id = d.model_id JOIN environment e ON e.id = d.environment_id
     LEFT JOIN person p ON p.id = d.person_id
     WHERE d.version_id = ANY ($1::uuid[]) AND ($3::timestamptz IS NULL OR d.started_at < $3)
       AND ($2::timestamptz IS NULL OR d.ended_at IS NULL OR d.ended_at >= $2)
     ORDER BY d.started_at, d.id LIMIT ${limit}`,
    [versionIds, from, to],
  );
  return listed(
    {
      key: 'deployments',
      title: 'Deployments',
      form: 'table',
      note: 'What served in the period. One that ended after it is shown as still serving.',
      columns: [
        column('entry', 'Entry', 'entry'),
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('environment', 'Environment'),
        column('production', 'Production', 'flag', 'beneath'),
        column('role', 'Role'),
        column('ground', 'On the ground of', 'text', 'beneath'),
        column('share', 'Share', 'decimal', 'beneath'),
        column('from', 'From', 'instant'),
        column('until', 'Until', 'instant'),
        column('endReason', 'Ended because', 'text', 'beneath'),
        column('by', 'By'),
        column('incident', 'Incident', 'text', 'beneath'),
      ],
    },
    rows.map(({ started_at, ended_at, ...row }) => {
      const isOver = ended_at !== null && (to === null || ended_at < to);
      return {
        ...row,
        entry: numberOrNull(row.entry),
        from: started_at.toISOString(),
        until: isOver ? ended_at.toISOString() : null,
        endReason: isOver ? row.endReason! : null,
      };
    }),
  );
}

/** Evidence that the versions had by the end of the period, each piece with whether it was checked or claimed. */
export async function evidenceSection(ctx: Context, { versionIds, to }: Span): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<ReportLine & { at: Date }>(
    `SELECT m.key AS model, v.label AS version, x.name, x.kind, x.result, x.basis, x.value, x.against, x.at, x.digest
     FROM evidence x JOIN version v ON v.id = x.version_id JOIN model m ON m.id = v.model_id
     WHERE x.version_id = ANY ($1::uuid[]) AND ($2::timestamptz IS NULL OR x.at < $2) ORDER BY m.key, v.number, x.at, x.id LIMIT ${limit}`,
    [versionIds, to],
  );
  return listed(
    {
      key: 'evidence',
      title: 'Evidence',
      form: 'table',
      note: 'Checked: Countersign computed it. Claimed: somebody said so.',
      columns: [
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('name', 'Evidence'),
        column('kind', 'Kind', 'code', 'data'),
        column('result', 'Result'),
        column('basis', 'Basis'),
        column('value', 'Value'),
        column('against', 'Against', 'text', 'beneath'),
        column('at', 'When', 'instant'),
        column('digest', 'Digest', 'digest', 'beneath'),
      ],
    },
    rows.map((row) => ({ ...row, at: instantText(row.at) })),
  );
}

/** Marks of the versions ("do not use", advisory) that stood or were raised in the period. */
export async function marksSection(ctx: Context, { versionIds, from, to }: Span): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<
    ReportLine & { entry: string | null; at: Date; lifted_at: Date | null }
  >(
    `SELECT ${entryNumberOf({ versionId: 'r.version_id', at: 'r.at', id: 'r.id' })} AS entry, m.key AS model, v.label AS version, r.standing,
       r.severity, r.reason, o.label AS replacement, coalesce(p.name, 'Countersign') AS by, r.at, r.lifted_at
     FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id LEFT JOIN version o ON o.id = r.replacement_id
     LEFT JOIN person p ON p.id = r.person_id
     WHERE r.version_id = ANY ($1::uuid[]) AND ($3::timestamptz IS NULL OR r.at < $3)
       AND ($2::timestamptz IS NULL OR r.lifted_at IS NULL OR r.lifted_at >= $2) ORDER BY r.at, r.id LIMIT ${limit}`,
    [versionIds, from, to],
  );
  return listed(
    {
      key: 'marks',
      title: 'Blocks and advisories',
      form: 'table',
      columns: [
        column('entry', 'Entry', 'entry'),
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('standing', 'Standing'),
        column('severity', 'Severity', 'text', 'beneath'),
        column('reason', 'Reason'),
        column('replacement', 'Replacement', 'code', 'beneath'),
        column('by', 'By'),
        column('at', 'When', 'instant'),
        column('liftedAt', 'Lifted', 'instant'),
      ],
    },
    rows.map(({ at, lifted_at, ...row }) => ({
      ...row,
      entry: numberOrNull(row.entry),
      at: at.toISOString(),
      liftedAt: lifted_at !== null && (to === null || lifted_at < to) ? lifted_at.toISOString() : null,
    })),
  );
}

/** Findings on the versions that were recorded by the end of the period and not settled before it. */
export async function findingsSection(ctx: Context, { versionIds, from, to }: Span): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<ReportLine & { at: Date; due_at: Date; state_at: Date | null }>(
    `SELECT 'F-' || f.number AS finding, m.key AS model, v.label AS version, f.severity, f.title, coalesce(o.name, 'Unknown person') AS owner,
       coalesce(p.name, 'Unknown person') AS by, f.at, f.due_at, f.state, f.state_at, f.comment AS answer
     FROM finding f JOIN version v ON v.id = f.version_id JOIN model m ON m.id = f.model_id LEFT JOIN person o ON o.id = f.owner_id
     LEFT JOIN person p ON p.id = f.person_id
     WHERE f.version_id = ANY ($1::uuid[]) AND ($3::timestamptz IS NULL OR f.at < $3)
       AND ($2::timestamptz IS NULL OR f.state = 'open' OR f.state_at >= $2) ORDER BY m.key, f.number LIMIT ${limit}`,
    [versionIds, from, to],
  );
  return listed(
    {
      key: 'findings',
      title: 'Findings',
      form: 'table',
      note: 'Open in the period. One that was answered after it is shown as open.',
      columns: [
        column('finding', 'Finding', 'code'),
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('severity', 'Severity'),
        column('title', 'What was found'),
        column('owner', 'Owner'),
        column('by', 'Recorded by', 'text', 'beneath'),
        column('at', 'When', 'instant', 'beneath'),
        column('due', 'Due', 'instant'),
        column('state', 'State'),
        column('answer', 'Answer', 'text', 'beneath'),
      ],
    },
    rows.map(({ at, due_at, state_at, ...row }) => {
      const isLater = to !== null && state_at !== null && state_at >= to;
      return {
        ...row,
        at: at.toISOString(),
        due: due_at.toISOString(),
        state: isLater ? 'open' : row.state!,
        answer: isLater || row.answer === '' ? null : row.answer!,
      };
    }),
  );
}
