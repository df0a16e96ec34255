import { compareOutputs } from '../compare/compare-outputs.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { ArtifactFile, RuntimeDescription, Scorer } from '../isolation/scorer.ts';
import { ScoringError, type ScoringErrorCode } from '../isolation/scoring-error.ts';
import type { InputRow, Schema } from '../schema/schema.ts';
import { validateRows } from '../schema/validate-rows.ts';
import type { DeclaredReason, RobustnessCase } from './robustness-cases.ts';
import type { Progress } from './run-golden-set.ts';

/** What happened: an answer, a refusal by the schema, or a failure of the runtime. */
export type SeenBehaviour =
  | { behaviour: 'value'; warnings: string[]; comparison?: Comparison }
  | { behaviour: 'refuse'; reasons: DeclaredReason[] }
  | { behaviour: 'failure'; code: ScoringErrorCode; message: string };

export interface RobustnessOutcome {
  name: string;
  category: string;
  declared: 'value' | 'refuse';
  seen: SeenBehaviour;
  asDeclared: boolean;
  /** What is not as declared, in words. */
  difference?: string;
}

export interface RobustnessResult {
  runtime: RuntimeDescription;
  cases: number;
  asDeclared: number;
  outcomes: RobustnessOutcome[];
}

const NOT_ABOUT_THE_MODEL: ReadonlySet<ScoringErrorCode> = new Set(['BUSY', 'CLOSED', 'RUNTIME_UNAVAILABLE']);

const observe = async (
  scorer: Scorer,
  artifact: ArtifactFile,
  schema: Schema,
  { inputs, declared }: RobustnessCase,
): Promise<SeenBehaviour> => {
  const { problems, warnings } = validateRows(schema, [inputs]);
  if (problems.length > 0)
    return { behaviour: 'refuse', reasons: problems.map(({ code, field }) => ({ code, input: field })) };
  try {
    const { outputs } = await scorer.score({ artifact, schema, rows: [inputs as InputRow] });
    const expected = declared.behaviour === 'value' ? declared.outputs : undefined;
    return {
      behaviour: 'value',
      warnings: warnings.map(({ field }) => field),
      comparison: expected && compareOutputs(expected, outputs, { tolerance: schema.tolerance }),
    };
  } catch (error) {
    if (!(error instanceof ScoringError) || NOT_ABOUT_THE_MODEL.has(error.code)) throw error;
    return { behaviour: 'failure', code: error.code, message: error.message };
  }
};

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  [...new Set(a)].sort().join('\n') === [...new Set(b)].sort().join('\n');

const reasonKeys = (reasons: readonly DeclaredReason[]): string[] =>
  reasons.map(({ code, input }) => `${code} ${input}`);

const differenceOf = (declared: RobustnessCase['declared'], seen: SeenBehaviour): string | undefined => {
  if (seen.behaviour === 'failure') return `the runtime failed (${seen.code})`;
  if (declared.behaviour === 'refuse') {
    if (seen.behaviour === 'value') return 'answered although a refusal was declared';
    return sameMembers(reasonKeys(declared.reasons), reasonKeys(seen.reasons))
      ? undefined
      : 'refused for other reasons than declared';
  }
  if (seen.behaviour === 'refuse') return 'refused although an answer was declared';
  if (seen.comparison?.verdict === 'differs') return 'answered with other outputs than declared';
  if (declared.warnings && !sameMembers(declared.warnings, seen.warnings))
    return 'warned of other inputs than declared';
  return undefined;
};

/** Sends every case the way a caller would and holds what happens against what the version declares. */
export async function runRobustness(
  scorer: Scorer,
  artifact: ArtifactFile,
  schema: Schema,
  cases: readonly RobustnessCase[],
  onProgress?: (progress: Progress) => void,
): Promise<RobustnessResult> {
  const outcomes: RobustnessOutcome[] = [];
  for (const robustnessCase of cases) {
    const { name, category, declared } = robustnessCase;
    const seen = await observe(scorer, artifact, schema, robustnessCase);
    const difference = differenceOf(declared, seen);
    outcomes.push({
      name,
      category,
      declared: declared.behaviour,
      seen,
      asDeclared: difference === undefined,
      ...(difference === undefined ? {} : { difference }),
    });
    onProgress?.({ done: outcomes.length, total: cases.length });
  }
  return {
    runtime: scorer.describe(),
    cases: cases.length,
    asDeclared: outcomes.filter(({ asDeclared }) => asDeclared).length,
    outcomes,
  };
}
