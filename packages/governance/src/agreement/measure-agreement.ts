import { type ArtifactFile, parseGoldenSet, type Schema } from '@countersign/scoring';
import type { House } from '../context.ts';
import {
  type ComputedEvidence,
  type EvidenceCase,
  outputText,
  runtimeName,
  unreadable,
} from '../evidence/compute-evidence.ts';
import { basisOf } from '../rescoring/compare-answers.ts';
import { type BothAnswers, scoreBoth } from './score-both.ts';
import type { VersionBefore } from './version-before.ts';

export interface AgreementTask {
  readonly schema: Schema;
  readonly artifact: ArtifactFile;
  /** The golden set, read. */
  readonly json: unknown;
  /** Null for the first version of a model. */
  readonly before: VersionBefore | null;
}

/**
 * How often a version answers its golden rows as the version before it does; a policy says how often is enough. `rows`: what both
 * answered, where both were executed.
 */
export async function measureAgreement(
  house: Pick<House, 'trialScorer' | 'blobs'>,
  { schema, artifact, json, before }: AgreementTask,
  onProgress: (progress: { done: number; total: number }) => void,
): Promise<{ readonly found: ComputedEvidence; readonly rows: readonly BothAnswers[] }> {
  const runtime = house.trialScorer.describe();
  const base = { runtime: { ...runtime }, durationMs: null, cases: [], total: 0, failed: 0 };
  if (before === null) {
    const none = { value: 'nothing to agree with', against: 'the first version of its model' };
    const name = 'Agreement with the version before';
    return { found: { ...base, ...none, name, result: 'pass', runtime: null }, rows: [] };
  }
  const name = `Agreement with ${before.label}`;
  if (before.artifact === null || before.schema === null) {
    const why = { value: 'not run', against: `${before.label} has no artifact that could be executed` };
    return { found: { ...base, ...why, name, result: 'not-checked', runtime: null }, rows: [] };
  }
  const parsed = parseGoldenSet(schema, json);
  if ('problems' in parsed) throw unreadable('golden set', parsed.problems);
  const sides = {
    before: {
      artifact: { sha256: before.artifact, path: house.blobs.pathOf(before.artifact) },
      schema: before.schema,
    },
    after: { artifact, schema },
  };
  const inputs = (json as { rows: { inputs: Record<string, unknown> }[] }).rows.map((row) => row.inputs);
  const { rows, within } = await scoreBoth(house.trialScorer, sides, parsed.golden, inputs, onProgress);
  const agreeing = rows.filter(({ agrees }) => agrees).length;
  const cases = rows.map(agreementCase);
  const found = {
    ...base,
    name,
    against: `${before.label}, ${runtimeName(runtime)}`,
    cases,
    total: rows.length,
  };
  if (rows.every(({ before: old }) => old === null)) {
    const code = rows[0]?.code ?? 'NO_ROWS';
    const value = `no row that ${before.label} answers: ${code}`;
    return { found: { ...found, result: 'not-checked', value, failed: rows.length }, rows };
  }
  const numbers = basisOf(schema) === 'number' ? `, numbers within ${Number(within.toPrecision(3))}` : '';
  return {
    found: {
      ...found,
      result: 'measured',
      value: `${agreeing} of ${rows.length}${numbers}`,
      failed: rows.length - agreeing,
      share: agreeing / rows.length,
    },
    rows,
  };
}

const agreementCase = ({ id, before, after, code, agrees }: BothAnswers): EvidenceCase => ({
  name: id,
  category: null,
  outcome: agrees ? 'pass' : 'fail',
  expected: before ? outputText(before) : `no answer (${code})`,
  seen: after ? outputText(after) : `no answer (${code})`,
});
