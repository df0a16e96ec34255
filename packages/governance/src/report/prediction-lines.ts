import type { PredictionPage, ReportLine } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { column, listed, mostListed, type PlannedSection } from './report-plan.ts';

interface Span {
  readonly versionIds: readonly string[];
  readonly from: Date | null;
  readonly to: Date | null;
}

/** How many predictions each version made for each consumer in the period, and how many were executed again since. */
export async function predictionCountsSection(
  ctx: Context,
  { versionIds, from, to }: Span,
): Promise<PlannedSection> {
  const { rows } = await ctx.pool.query<ReportLine>(
    `SELECT m.key AS model, v.label AS version, c.consumer, c.mode, c.basis, c.predictions FROM (
       SELECT p.version_id, p.consumer, p.mode, p.basis, count(*)::int AS predictions FROM prediction p
       WHERE p.version_id = ANY ($1::uuid[]) AND ($2::timestamptz IS NULL OR p.answered_at >= $2) AND ($3::timestamptz IS NULL OR p.answered_at < $3)
       GROUP BY 1, 2, 3, 4) c
     JOIN version v ON v.id = c.version_id JOIN model m ON m.id = v.model_id
     ORDER BY m.key, v.number, c.consumer, c.mode, c.basis LIMIT ${mostListed + 1}`,
    [versionIds, from, to],
  );
  return listed(
    {
      key: 'prediction-counts',
      title: 'Predictions, counted',
      form: 'table',
      note: 'Recorded: Countersign gave the answer. Claimed: somebody else said that it was given. Counted by the time of the answer.',
      columns: [
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('consumer', 'Consumer', 'text', 'beside'),
        column('mode', 'Mode'),
        column('basis', 'Basis'),
        column('predictions', 'Predictions', 'count'),
      ],
    },
    rows,
  );
}

/** Cited predictions as who asks may read them: what went in, what came out, how it was decided, whether it reproduces. */
export async function citedSections(ctx: Context, ids: readonly string[]): Promise<PlannedSection[]> {
  if (ids.length === 0) return [];
  const pages: PredictionPage[] = [];
  for (const id of ids.slice(0, mostListed)) pages.push(await readPrediction(ctx, { id }));
  return [
    listed(
      {
        key: 'predictions',
        title: 'Predictions cited',
        form: 'table',
        columns: [
          column('prediction', 'Prediction', 'code'),
          column('model', 'Model', 'code'),
          column('version', 'Version', 'code'),
          column('consumer', 'Consumer', 'text', 'beside'),
          column('environment', 'Environment', 'text', 'beneath'),
          column('basis', 'Basis'),
          column('at', 'Answered', 'instant'),
          column('decision', 'Decision'),
          column('rule', 'By the rule', 'text', 'beneath'),
          column('replay', 'Last replay'),
          column('artifact', 'Artifact, SHA-256', 'digest', 'beneath'),
          column('inputs', 'Inputs, SHA-256', 'digest', 'beneath'),
          column('outputs', 'Outputs, SHA-256', 'digest', 'beneath'),
        ],
      },
      pages.map(citedLine),
    ),
    listed(
      {
        key: 'prediction-values',
        title: 'What went in and what came out',
        form: 'table',
        note: 'Bits are those of the recorded number, big-endian.',
        columns: [
          column('prediction', 'Prediction', 'code'),
          column('part', 'Part'),
          column('field', 'Field', 'code'),
          column('value', 'Value'),
          column('bits', 'Bits', 'code'),
        ],
      },
      pages.flatMap(valueLines),
    ),
  ];
}

const citedLine = (page: PredictionPage): ReportLine => ({
  prediction: page.id,
  model: page.model.key,
  version: page.version.label,
  consumer: page.consumer,
  environment: page.environment,
  basis: page.basis,
  at: page.answeredAt,
  decision: page.decision?.result ?? null,
  rule: page.decision && `${page.decision.output} ${page.decision.op} ${page.decision.threshold}`,
  replay: page.replays[0]?.verdict ?? null,
  artifact: page.run.artifact,
  inputs: page.run.inputsDigest,
  outputs: page.run.outputsDigest,
});

const valueLines = (page: PredictionPage): ReportLine[] => [
  ...page.inputs.map(({ field, value }) => ({
    prediction: page.id,
    part: 'input',
    field: field.name,
    value: value === null ? null : String(value),
    bits: null,
  })),
  ...page.outputs.map(({ output, recordedText, recordedHex }) => ({
    prediction: page.id,
    part: 'output',
    field: output,
    value: recordedText,
    bits: recordedHex,
  })),
];
