import { buffer } from 'node:stream/consumers';
import type { EvidenceDetail } from '@countersign/contracts';
import {
  type ArtifactFile,
  type Comparison,
  fromTensors,
  type GoldenSet,
  type OutputRow,
  type Progress,
  parseGoldenSet,
  parseRobustnessCases,
  type RobustnessOutcome,
  type RobustnessResult,
  runGoldenSet,
  runRobustness,
  type Schema,
  type SchemaProblem,
} from '@countersign/scoring';
import type { House } from '../context.ts';
import type { RunKind } from './start-evidence.ts';

export type EvidenceCase = EvidenceDetail['cases'][number];

/** What a run of evidence found, in the form that is stored and shown. */
export interface ComputedEvidence {
  readonly name: string;
  readonly result: 'pass' | 'fail' | 'measured' | 'not-checked';
  readonly value: string;
  readonly against: string;
  /** Null where nothing was executed. */
  readonly runtime: Readonly<Record<string, unknown>> | null;
  readonly durationMs: number | null;
  readonly cases: readonly EvidenceCase[];
  readonly total: number;
  readonly failed: number;
  /** From 0 to 1, where what was found is a share. */
  readonly share?: number;
}

export interface EvidenceTask {
  readonly kind: RunKind;
  readonly schema: Schema;
  readonly artifact: ArtifactFile;
  /** Digest of the golden set or of the robustness cases. */
  readonly cases: string;
}

/** @throws ScoringError where the runtime failed, Error where the stored cases cannot be read */
export async function computeEvidence(
  house: Pick<House, 'blobs' | 'trialScorer'>,
  task: EvidenceTask,
  onProgress: (progress: Progress) => void,
): Promise<ComputedEvidence> {
  const json: unknown = JSON.parse((await buffer(await house.blobs.open(task.cases))).toString('utf8'));
  switch (task.kind) {
    case 'golden-set-parity':
      return goldenSet(house, task, json, onProgress);
    case 'robustness-run':
      return robustness(house, task, json, onProgress);
  }
}

export const unreadable = (what: string, [first]: readonly SchemaProblem[]) =>
  new Error(`the ${what} cannot be read: ${first?.path} ${first?.message}`);

export const runtimeName = (runtime: { name: string; version: string }) =>
  `${runtime.name} ${runtime.version}`;

async function goldenSet(
  house: Pick<House, 'trialScorer'>,
  { schema, artifact }: EvidenceTask,
  json: unknown,
  onProgress: (progress: Progress) => void,
): Promise<ComputedEvidence> {
  const parsed = parseGoldenSet(schema, json);
  if ('problems' in parsed) throw unreadable('golden set', parsed.problems);
  const found = await runGoldenSet(house.trialScorer, artifact, schema, parsed.golden, onProgress);
  const passed = found.verdict !== 'differs';
  return {
    name:
      found.withinTolerance > 0 && passed
        ? 'Golden set, parity within tolerance'
        : 'Golden set, parity to the bit',
    result: passed ? 'pass' : 'fail',
    value: `${found.identical + found.withinTolerance} of ${found.rows}`,
    against: runtimeName(found.runtime),
    runtime: { ...found.runtime },
    durationMs: found.durationMs,
    cases: found.first && !passed ? [differingCase(found.first)] : goldenCases(schema, parsed.golden),
    total: found.rows,
    failed: found.differing,
  };
}

const goldenCases = (schema: Schema, golden: GoldenSet): EvidenceCase[] =>
  golden.rows.map(({ id, expected }) => {
    const text = outputText(fromTensors(schema, expected)[0]);
    return { name: id, category: null, outcome: 'pass', expected: text, seen: text };
  });

function differingCase({ id, comparison }: { id: string; comparison: Comparison }): EvidenceCase {
  const first = comparison.firstDifference;
  return {
    name: id,
    category: null,
    outcome: 'fail',
    expected: first
      ? `${first.output} ${first.recordedValue} (${first.recordedHex})`
      : 'the declared outputs',
    seen: first
      ? `${first.output} ${first.replayedValue} (${first.replayedHex})`
      : (comparison.mismatch ?? 'other outputs'),
  };
}

export const outputText = (row: OutputRow | undefined): string =>
  Object.entries(row ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');

async function robustness(
  house: Pick<House, 'trialScorer'>,
  { schema, artifact }: EvidenceTask,
  json: unknown,
  onProgress: (progress: Progress) => void,
): Promise<ComputedEvidence> {
  const parsed = parseRobustnessCases(schema, json);
  if ('problems' in parsed) throw unreadable('robustness cases', parsed.problems);
  const found: RobustnessResult = await runRobustness(
    house.trialScorer,
    artifact,
    schema,
    parsed.cases,
    onProgress,
  );
  const refusals = found.outcomes.filter(({ declared }) => declared === 'refuse').length;
  return {
    name: 'Robustness run',
    result: found.asDeclared === found.cases ? 'pass' : 'fail',
    value: `${found.asDeclared} of ${found.cases}`,
    against: `as declared, ${refusals} refusals`,
    runtime: { ...found.runtime },
    durationMs: null,
    cases: found.outcomes.map(robustnessCase),
    total: found.cases,
    failed: found.cases - found.asDeclared,
  };
}

const robustnessCase = ({
  name,
  category,
  declared,
  seen,
  asDeclared,
  difference,
}: RobustnessOutcome): EvidenceCase => ({
  name,
  category,
  outcome: asDeclared ? 'pass' : 'fail',
  expected: declared === 'refuse' ? 'refused' : 'a value',
  seen: difference ?? seenText(seen),
});

function seenText(seen: RobustnessOutcome['seen']): string {
  if (seen.behaviour === 'refuse')
    return `refused: ${seen.reasons.map(({ code, input }) => `${code} ${input}`).join(', ')}`;
  if (seen.behaviour === 'failure') return `the runtime failed (${seen.code})`;
  return seen.warnings.length > 0
    ? `a value, outside the training range: ${seen.warnings.join(', ')}`
    : 'a value';
}
