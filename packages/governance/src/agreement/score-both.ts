import {
  type ArtifactFile,
  applyDecision,
  fromTensors,
  type GoldenSet,
  type OutputRow,
  type Progress,
  type Schema,
  type Scorer,
} from '@countersign/scoring';
import { type Executed, executeRuns } from '../prediction/execute-runs.ts';
import type { Finding } from '../prediction/judge-replay.ts';
import { carryRow } from '../rescoring/carried-inputs.ts';
import { compareAnswers } from '../rescoring/compare-answers.ts';

/** A version that is executed. */
export interface ScoredSide {
  readonly artifact: ArtifactFile;
  readonly schema: Schema;
}

/** What both answered to one golden row; null for one that refused it or could not be executed, with the reason. */
export interface BothAnswers {
  readonly id: string;
  readonly before: OutputRow | null;
  readonly after: OutputRow | null;
  readonly code: string | null;
  readonly agrees: boolean;
}

export interface BothScored {
  readonly rows: readonly BothAnswers[];
  /** How far numbers may be apart and agree. */
  readonly within: number;
}

/** Rows per journey to the runtime, as for golden sets. */
const chunk = 100;
/** Numbers agree within this part of the range of what the earlier version answers. */
const agreeing = 0.05;

type Given = { readonly row: OutputRow } | { readonly code: string };

/**
 * Executes two versions on the golden set of the later one. They agree on a row where they decide the same, else name the same label, else
 * where their numbers are close to each other. The earlier one is fed what it knows of the row.
 * @throws Refusal where the failure is one of the moment
 */
export async function scoreBoth(
  scorer: Scorer,
  sides: { readonly before: ScoredSide; readonly after: ScoredSide },
  golden: GoldenSet,
  inputs: readonly Readonly<Record<string, unknown>>[],
  onProgress: (progress: Progress) => void,
): Promise<BothScored> {
  const { before, after } = sides;
  const answered: { id: string; old: Given; now: Given }[] = [];
  for (let start = 0; start < golden.rows.length; start += chunk) {
    const rows = golden.rows.slice(start, start + chunk);
    const carried = rows.map((_, index) =>
      carryRow(inputs[start + index] as Parameters<typeof carryRow>[0], after.schema, before.schema, []),
    );
    const askable = carried.flatMap((row) => ('code' in row ? [] : [row.tensors]));
    const old = askable.length > 0 ? await executeRuns(scorer, before, askable) : [];
    const now = await executeRuns(
      scorer,
      after,
      rows.map((row) => row.inputs),
    );
    let next = 0;
    for (const [index, { id }] of rows.entries()) {
      const row = carried[index]!;
      const given = 'code' in row ? row : givenBy(before.schema, old[next++]!);
      answered.push({ id, old: given, now: givenBy(after.schema, now[index]!) });
    }
    onProgress({ done: start + rows.length, total: golden.rows.length });
  }
  const within = agreeing * rangeOf(answered.flatMap(({ old }) => ('row' in old ? numbersIn(old.row) : [])));
  return { within, rows: answered.map((one) => heldAgainst(sides, within, one)) };
}

function givenBy(schema: Schema, run: Executed | Finding): Given {
  if ('verdict' in run) return { code: run.code ?? 'SCORING_FAILED' };
  const row = fromTensors(schema, run.outputs)[0];
  return row ? { row } : { code: 'SCORING_FAILED' };
}

function heldAgainst(
  { before, after }: { readonly before: ScoredSide; readonly after: ScoredSide },
  within: number,
  { id, old, now }: { id: string; old: Given; now: Given },
): BothAnswers {
  if ('code' in old || 'code' in now) {
    const code = 'code' in old ? old.code : 'code' in now ? now.code : null;
    const of = (given: Given) => ('row' in given ? given.row : null);
    return { id, before: of(old), after: of(now), code, agrees: false };
  }
  const comparing = { schema: after.schema, tolerance: within };
  const { flipped } = compareAnswers(
    comparing,
    decided(before.schema, old.row),
    decided(after.schema, now.row),
    undefined,
  );
  return { id, before: old.row, after: now.row, code: null, agrees: !flipped };
}

function decided(schema: Schema, row: OutputRow) {
  const applied = schema.decision && applyDecision(schema, schema.decision, row);
  const outcome = applied?.outcome ?? null;
  return { row, decision: applied ? (outcome === null ? null : String(outcome)) : undefined };
}

const numbersIn = (value: OutputRow | OutputRow[string]): number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object'
      ? Object.values(value).flatMap((inner) => numbersIn(inner as OutputRow[string]))
      : [];

function rangeOf(numbers: readonly number[]): number {
  const [lowest, highest] = numbers.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  return highest > lowest ? highest - lowest : 0;
}
