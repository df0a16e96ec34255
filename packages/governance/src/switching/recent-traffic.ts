import { limits } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { missingInputs } from '../rescoring/carried-inputs.ts';
import { basisOf, comparedOutput } from '../rescoring/compare-answers.ts';
import { statedTolerance } from '../rescoring/read-outlook.ts';
import type { RescoringDefinition } from '../rescoring/rescoring-stored.ts';
import { countRescored } from '../rescoring/write-rescoring.ts';
import { instantsOf } from '../time-zone.ts';
import type { Switched } from './switched-versions.ts';

/** Days that are re-scored; fewer where these have more predictions than one re-scoring takes. */
const windows = [30, 7, 1] as const;
const dayMs = 86_400_000;

export type RecentTraffic =
  | { readonly definition: RescoringDefinition; readonly digest: string; readonly total: number }
  | { readonly because: string };

/** Why nothing can be re-scored, whatever was predicted; null where it can. */
function whyNot({ from, to }: Switched): string | null {
  if (to.artifact === null || to.schema === null)
    return `${to.label} has no artifact that could be executed here.`;
  if (from.schema === null) return `What ${from.label} was asked has no schema here.`;
  const missing = missingInputs(from.schema, to.schema, []);
  return missing.length === 0
    ? null
    : `${to.label} wants inputs that ${from.label} was never given: ${missing.join(', ')}.`;
}

/**
 * What the version that serves predicted in the last days (UTC, today included), to be executed on the one that is to come; or why
 * that cannot be. Without a tolerance a number counts as changed where it moved by more than what the predictions call a miss.
 */
export async function recentTraffic(
  ctx: Context,
  switched: Switched,
  givenTolerance: number | undefined,
): Promise<RecentTraffic> {
  const because = whyNot(switched);
  if (because !== null) return { because };
  const { from, to } = switched;
  const schema = to.schema!;
  const basis = basisOf(schema);
  const output = comparedOutput(schema);
  const today = ctx.clock();
  for (const days of windows) {
    const period = {
      from: new Date(today.getTime() - (days - 1) * dayMs).toISOString().slice(0, 10),
      to: today.toISOString().slice(0, 10),
      zone: 'UTC',
    };
    const { start, end } = await instantsOf(ctx.pool, period);
    const definition: RescoringDefinition = {
      versions: [from.label],
      fixed: to.label,
      period: { ...period, start: start.toISOString(), end: end.toISOString() },
      conditions: [],
      corrections: [],
      basis,
      output: basis === 'number' && output ? { name: output.name, unit: output.unit ?? null } : null,
      tolerance: basis === 'number' ? (givenTolerance ?? (await statedTolerance(ctx, from.id)) ?? 0) : null,
    };
    const total = await countRescored(ctx, { versions: [from] }, definition);
    if (total === 0) return { because: `${from.label} predicted nothing in the last ${days} days.` };
    if (total <= limits.rescoredPredictions)
      return { definition, digest: sha256Hex(canonicalJson(definition as unknown as JsonValue)), total };
  }
  return {
    because: `${from.label} predicts more than ${limits.rescoredPredictions.toLocaleString('en')} times a day.`,
  };
}
