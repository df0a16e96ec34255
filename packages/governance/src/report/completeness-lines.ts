import type { Completeness, ReportLine } from '@countersign/contracts';
import { countPredictions } from '../completeness/count-predictions.ts';
import type { Context } from '../context.ts';
import { column, listed, mostListed, type PlannedSection } from './report-plan.ts';

export interface CountedSpan {
  /** Null: every model that answered in the period or whose predictions were recorded elsewhere. */
  readonly modelIds: readonly string[] | null;
  /** Null: every version of these models. */
  readonly versionIds: readonly string[] | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What was counted of one model. */
export interface CountedModel extends Pick<Completeness, 'deployments' | 'totals'> {
  readonly key: string;
}

/** Counts of the models in the order of their keys; those without anything to count are left out. */
export async function countModels(ctx: Context, span: CountedSpan): Promise<CountedModel[]> {
  const { modelIds, versionIds, from, to } = span;
  const { rows } = await ctx.pool.query<{ id: string; key: string }>(
    `SELECT m.id, m.key FROM model m WHERE ($1::uuid[] IS NULL OR m.id = ANY ($1)) AND (
       EXISTS (SELECT FROM prediction p WHERE p.model_id = m.id AND ($2::timestamptz IS NULL OR p.answered_at >= $2)
         AND ($3::timestamptz IS NULL OR p.answered_at < $3))
       OR EXISTS (SELECT FROM deployment d JOIN deployment_count c ON c.deployment_id = d.id WHERE d.model_id = m.id AND c.numbered > 0))
     ORDER BY m.key LIMIT ${mostListed + 1}`,
    [modelIds, from, to],
  );
  const counted: CountedModel[] = [];
  for (const { id, key } of rows) {
    const one = await countPredictions(ctx, { modelId: id, versionIds, from, to, windows: null });
    const { answered, elsewhere, unnumbered, missing } = one.totals;
    if (answered + elsewhere + unnumbered + missing > 0) counted.push({ key, ...one });
  }
  return counted;
}

const note =
  'To be held against the log of a gateway or of the callers. Each deployment numbers its answers from 1 without gaps; a missing number is an answer that was given and is not here. What was recorded elsewhere has no number: how much of it was never sent cannot be known here.';

/** Counts, gaps and the share recorded elsewhere, of each model and of each deployment. */
export const completenessSections = (counted: readonly CountedModel[]): PlannedSection[] => [
  listed(
    {
      key: 'completeness',
      title: 'Completeness of predictions',
      form: 'table',
      note,
      columns: [
        column('model', 'Model', 'code'),
        column('answered', 'Numbered', 'count'),
        column('elsewhere', 'Elsewhere', 'count'),
        column('unnumbered', 'No number', 'count'),
        column('missing', 'Missing', 'count'),
        column('twice', 'Twice', 'count'),
        column('shareElsewhere', 'Share elsewhere', 'text'),
      ],
    },
    counted.map(({ key, totals }) => ({
      model: key,
      ...totals,
      shareElsewhere: totals.shareElsewhere && `${(Number(totals.shareElsewhere) * 100).toFixed(2)} %`,
    })),
  ),
  numbersSection('numbers', 'Numbers of each deployment', counted.flatMap(numberLines)),
];

/** Deployments of which numbers are missing or were given twice. */
export const gapsSection = (counted: readonly CountedModel[]): PlannedSection =>
  numbersSection(
    'gaps',
    'Predictions that are missing',
    counted.flatMap(numberLines).filter(({ missing, twice }) => missing !== 0 || twice !== 0),
  );

const numbersSection = (key: string, title: string, lines: readonly ReportLine[]): PlannedSection =>
  listed(
    {
      key,
      title,
      form: 'table',
      note: 'By the time of the answer. Numbers that are missing count up to the neighbours of the period; the first hundred are named.',
      columns: [
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('environment', 'Environment'),
        column('role', 'Role', 'text', 'beneath'),
        column('predictions', 'Answers', 'count'),
        column('fallback', 'Fallback', 'count'),
        column('first', 'First no.', 'count'),
        column('last', 'Last no.', 'count'),
        column('missing', 'Missing', 'count'),
        column('numbers', 'Missing', 'text', 'beneath'),
        column('twice', 'Twice', 'count'),
        column('given', 'Numbers given until now', 'count', 'beneath'),
        column('since', 'Since', 'instant', 'beneath'),
        column('until', 'Until', 'instant', 'beneath'),
        column('deployment', 'Deployment', 'code', 'data'),
      ],
    },
    lines,
  );

const numberLines = ({ key, deployments }: CountedModel): ReportLine[] =>
  deployments.map((deployment) => ({
    model: key,
    version: deployment.version,
    environment: deployment.environment,
    role: deployment.role,
    predictions: deployment.predictions,
    fallback: deployment.byFallback,
    first: deployment.first,
    last: deployment.last,
    missing: deployment.missing.count,
    numbers: numbersText(deployment.missing),
    twice: deployment.twice,
    given: deployment.numbered,
    since: deployment.startedAt,
    until: deployment.endedAt,
    deployment: deployment.deploymentId,
  }));

const numbersText = ({ count, numbers }: { count: number; numbers: readonly number[] }): string | null =>
  count === 0 ? null : `${numbers.join(', ')}${count > numbers.length ? ' and more' : ''}`;
