import type { GoldenScoring } from '@countersign/contracts';
import { applyDecision, type OutputRow, type Schema } from '@countersign/scoring';
import { type Answers, flat } from '../comparison/compare-golden.ts';
import type { GoldenVersion } from '../comparison/golden-side.ts';
import type { Context } from '../context.ts';
import { missingInputs } from '../rescoring/carried-inputs.ts';
import type { BothAnswers } from './score-both.ts';

/** What both answered to one golden row of the later version, in the order of its rows. */
export interface GoldenAnswers {
  readonly before: Answers | null;
  readonly after: Answers | null;
  readonly code: string | null;
}

interface Deciding {
  readonly schema: Schema;
}

/** What was executed as it is kept: outputs by name, and what is decided by them. */
export const goldenAnswers = (
  rows: readonly BothAnswers[],
  { before, after }: { readonly before: Deciding; readonly after: Deciding },
): GoldenAnswers[] =>
  rows.map((row) => ({
    before: row.before && answersIn(before.schema, row.before),
    after: row.after && answersIn(after.schema, row.after),
    code: row.code,
  }));

function answersIn(schema: Schema, row: OutputRow): Answers {
  const applied = schema.decision && applyDecision(schema, schema.decision, row);
  return { ...flat(row), ...(applied && { decision: String(applied.outcome ?? '') }) };
}

/** Two versions that can be executed, of which the earlier one needs nothing that the golden rows of the later one do not have. */
export const canScore = (old: GoldenVersion, now: GoldenVersion): boolean =>
  old.id !== now.id &&
  old.artifact !== null &&
  now.artifact !== null &&
  old.schema !== null &&
  now.schema !== null &&
  now.golden !== null &&
  missingInputs(now.schema, old.schema, []).length === 0;

interface Stored extends Omit<GoldenScoring, 'at'> {
  readonly at: Date;
  readonly answers: readonly GoldenAnswers[] | null;
}

/** How far an execution of both is, with its answers once it is done; null where nobody asked for one. */
export async function readScoring(
  { pool }: Pick<Context, 'pool'>,
  old: Pick<GoldenVersion, 'id'>,
  now: Pick<GoldenVersion, 'id'>,
): Promise<{ scoring: GoldenScoring; answers: readonly GoldenAnswers[] | null } | null> {
  const { rows } = await pool.query<Stored>(
    'SELECT state, done, total, error, at, answers FROM golden_scoring WHERE before_id = $1 AND after_id = $2',
    [old.id, now.id],
  );
  const row = rows[0];
  if (!row) return null;
  const { answers, at, ...scoring } = row;
  return { scoring: { ...scoring, at: at.toISOString() }, answers };
}
