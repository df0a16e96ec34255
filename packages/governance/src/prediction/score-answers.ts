import { hash } from 'node:crypto';
import { type Answer, limits, Refusal } from '@countersign/contracts';
import {
  type AppliedDecision,
  applyDecision,
  fromTensors,
  type InputRow,
  packTensors,
  type RowWarning,
  recordedOutputs,
  type ScoreResult,
  ScoringError,
  toTensors,
  validateRows,
} from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../context.ts';
import type { Answerer } from './find-answerer.ts';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';
import { scoringRefusal } from './scoring-refusal.ts';

/** Problems and warnings that one reply lists. */
const maxListed = 1_000;

export interface Asked {
  readonly rows: readonly InputRow[];
  readonly consumer: string;
  /** Whether rows name whom they are about: each is then a run of its own, so that one can be erased. */
  readonly bySubject: boolean;
  readonly dataReference: Readonly<Record<string, string>> | null;
}

/** An answer as it will leave, and everything that has to be recorded first. */
export interface ScoredAnswers {
  readonly answers: Answer['predictions'];
  readonly warnings: readonly RowWarning[];
  readonly runs: readonly RunRecord[];
  readonly predictions: readonly Unnamed[];
}

/** A prediction before the caller's ids and references are put to it. */
type Unnamed = Omit<PredictionRecord, 'callerId' | 'businessHash' | 'subjectHash'>;

/**
 * Checks the rows, scores them in runs and applies the decision rule.
 * @throws Refusal INPUT_REFUSED with every field's problem, DEADLINE, RATE_LIMITED or SCORING_FAILED
 */
export async function scoreAnswers(
  ctx: Context,
  answerer: Answerer,
  { rows, consumer, bySubject, dataReference }: Asked,
): Promise<ScoredAnswers> {
  const { subject } = answerer;
  const warnings = checkRows(answerer, rows);
  const fed = projected(answerer, rows);
  const size = bySubject ? 1 : limits.scoringRunRows;
  const chunks = Array.from({ length: Math.ceil(fed.length / size) }, (_, index) =>
    fed.slice(index * size, (index + 1) * size),
  );
  const scored = bySubject
    ? await scoreApart(ctx, answerer, chunks)
    : await Promise.all(chunks.map((chunk) => score(ctx, answerer, chunk)));
  const answeredAt = ctx.clock();
  const schema = subject.schema!;
  const answers: Answer['predictions'] = [];
  const runs: RunRecord[] = [];
  const predictions: Unnamed[] = [];
  for (const { inputs, outputs, durationMs } of scored) {
    const packed = { inputs: packTensors(inputs), outputs: packTensors(outputs) };
    const outputRows = fromTensors(schema, outputs);
    const run: RunRecord = {
      id: uuidv7(),
      versionId: subject.versionId,
      artifact: answerer.fallback?.constant ? '' : (subject.artifact ?? ''),
      runtime: JSON.stringify(answerer.fallback?.constant ? { name: 'constant' } : ctx.scorer.describe()),
      parameters: JSON.stringify({
        threshold: null,
        observationWindow: null,
        decision: subject.decision,
        ...(dataReference && { dataReference }),
      }),
      ...packed,
      inputsDigest: hash('sha256', packed.inputs),
      outputsDigest: hash('sha256', packed.outputs),
      rows: outputRows.length,
      durationMs,
    };
    runs.push(run);
    for (const [row, outputRow] of outputRows.entries()) {
      const applied: AppliedDecision | undefined = subject.decision
        ? applyDecision(schema, subject.decision, outputRow)
        : undefined;
      const id = uuidv7();
      const decided = applied?.outcome ?? null;
      answers.push({ id, outputs: outputRow, ...(decided !== null && { decision: String(decided) }) });
      predictions.push({
        id,
        runId: run.id,
        row,
        modelId: subject.modelId,
        versionId: subject.versionId,
        environmentId: answerer.environmentId,
        deploymentId: answerer.deploymentId,
        basis: 'recorded',
        mode: answerer.fallback ? 'fallback' : answerer.pin ? 'pinned' : 'champion',
        consumer,
        personId: ctx.actor.kind === 'person' ? ctx.actor.id : null,
        decision: applied ? JSON.stringify(applied) : null,
        answeredAt,
      });
    }
  }
  return { answers, warnings, runs, predictions };
}

/** The caller knows the champion's schema: it is what their rows are held against, also where a fallback answers. */
function checkRows({ champion }: Answerer, rows: readonly InputRow[]): RowWarning[] {
  if (!champion.schema || !champion.artifact) {
    throw new Refusal(
      'SCORING_FAILED',
      `${champion.modelKey} ${champion.label} has no artifact that could be executed here.`,
      { scoring: 'NO_ADAPTER' },
    );
  }
  const { problems, warnings } = validateRows(champion.schema, rows);
  if (problems.length === 0) return warnings.slice(0, maxListed);
  throw new Refusal(
    'INPUT_REFUSED',
    `${problems.length} ${problems.length === 1 ? 'value does' : 'values do'} not fit the schema of ${champion.label}.`,
    {
      version: champion.label,
      problems: problems.slice(0, maxListed),
      total: problems.length,
    },
  );
}

/** A fallback is fed those fields that it knows. Where it needs others it cannot answer, and the recall is told instead. */
function projected(
  { subject, champion, fallback }: Answerer,
  rows: readonly InputRow[],
): readonly InputRow[] {
  if (subject === champion || !fallback || !subject.schema) return rows;
  const names = subject.schema.inputs.map(({ name }) => name);
  const fed = rows.map((row) =>
    Object.fromEntries(names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]])),
  );
  const { problems } = validateRows(subject.schema, fed);
  if (problems.length === 0) return fed;
  const { code, message, detail } = fallback.refusal;
  throw new Refusal(code, message, {
    ...detail,
    fallback: subject.label,
    problems: problems.slice(0, maxListed),
  });
}

async function score(
  ctx: Context,
  { subject, fallback }: Answerer,
  rows: readonly InputRow[],
): Promise<ScoreResult> {
  const schema = subject.schema!;
  if (fallback?.constant) {
    const outputs = recordedOutputs(
      schema,
      Array.from(rows, () => fallback.constant),
    );
    return { inputs: toTensors(schema, rows), outputs, durationMs: 0 };
  }
  try {
    const sha256 = subject.artifact!;
    return await ctx.scorer.score({
      artifact: { sha256, path: ctx.blobs.pathOf(sha256) },
      schema,
      tensors: toTensors(schema, rows),
    });
  } catch (error) {
    if (error instanceof ScoringError) throw scoringRefusal(error);
    throw error;
  }
}

/** Every chunk as a run of its own, a thousand in one journey to the runtime. */
async function scoreApart(
  ctx: Context,
  answerer: Answerer,
  chunks: readonly (readonly InputRow[])[],
): Promise<ScoreResult[]> {
  if (answerer.fallback?.constant) return Promise.all(chunks.map((chunk) => score(ctx, answerer, chunk)));
  const { subject } = answerer;
  const sha256 = subject.artifact!;
  const scored: ScoreResult[] = [];
  for (let from = 0; from < chunks.length; from += limits.scoringRunRows) {
    const runs = chunks
      .slice(from, from + limits.scoringRunRows)
      .map((chunk) => toTensors(subject.schema!, chunk));
    try {
      const { outputs, durationMs } = await ctx.scorer.scoreRuns({
        artifact: { sha256, path: ctx.blobs.pathOf(sha256) },
        schema: subject.schema!,
        runs,
      });
      for (const [index, tensors] of outputs.entries())
        scored.push({ inputs: runs[index]!, outputs: tensors, durationMs: durationMs / runs.length });
    } catch (error) {
      if (error instanceof ScoringError) throw scoringRefusal(error);
      throw error;
    }
  }
  return scored;
}
