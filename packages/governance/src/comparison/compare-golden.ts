import type { GoldenDisagreement } from '@countersign/contracts';
import {
  applyDecision,
  fromTensors,
  type OutputRow,
  parseGoldenSet,
  type Schema,
} from '@countersign/scoring';
import type { GoldenSide } from './golden-side.ts';

/** Answers of one row by output, `probabilities.bad` beside `label`. */
export type Answers = Readonly<Record<string, unknown>>;

export interface AnsweredRow {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Answers;
  readonly decision: string | null;
}

/** Differences that a page shows, the largest first. */
const shown = 20;

/**
 * Holds what two versions must answer to the same golden inputs against each other. Rows are the same where every
 * input that both versions know has one value, and, where neither knows more than the other, nothing else is needed.
 */
export function compareGolden(before: GoldenSide | null, after: GoldenSide | null): GoldenDisagreement {
  const none = { decisionsDiffer: null, outputsDiffer: 0, largest: [] };
  if (!before?.schema || !after?.schema) {
    return { reason: 'NO_GOLDEN_SET', rows: { before: 0, after: 0, common: 0 }, ...none };
  }
  const [old, now] = [answeredRows(before), answeredRows(after)];
  if (!old || !now) return { reason: 'UNREADABLE', rows: { before: 0, after: 0, common: 0 }, ...none };
  const common = inCommon(old, now, { before: before.schema, after: after.schema });
  const rows = { before: old.length, after: now.length, common: common.length };
  if (common.length === 0) return { reason: 'NOTHING_IN_COMMON', rows, ...none };
  const differences = common.flatMap(([first, second]) => differencesOf(first, second));
  const rowsWith = (found: readonly { id: string }[]) => new Set(found.map(({ id }) => id)).size;
  const hasWords = common.some(([{ decision, outputs }]) => decision !== null || hasText(outputs));
  return {
    reason: null,
    rows,
    decisionsDiffer: hasWords ? rowsWith(differences.filter(({ difference }) => difference === null)) : null,
    outputsDiffer: rowsWith(differences),
    largest: differences
      .sort((a, b) => (b.difference ?? Infinity) - (a.difference ?? Infinity) || a.id.localeCompare(b.id))
      .slice(0, shown),
  };
}

/** What a golden set says of each of its rows; null where it cannot be read. */
export function answeredRows({ json, schema, decision }: GoldenSide): AnsweredRow[] | null {
  const parsed = schema && parseGoldenSet(schema, json);
  if (!parsed || 'problems' in parsed) return null;
  const stored = (json as { rows: { inputs: Record<string, unknown> }[] }).rows;
  return parsed.golden.rows.map(({ id, expected }, index) => {
    const outputs = fromTensors(schema, expected)[0] ?? {};
    return {
      id,
      inputs: stored[index]?.inputs ?? {},
      outputs: flat(outputs),
      decision: decision ? String(applyDecision(schema, decision, outputs)?.outcome ?? '') : null,
    };
  });
}

/** All that is answered to a row, the decision among it. */
export const answersOf = ({ outputs, decision }: AnsweredRow): Answers =>
  decision === null ? outputs : { ...outputs, decision };

/** `probabilities.bad` beside `label`. */
export function flat(row: OutputRow): Record<string, unknown> {
  const values = Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([part, of]) => [`${name}.${part}`, of])
      : [[name, value]],
  );
  return Object.fromEntries(values);
}

const fieldsInBoth = (before: Schema, after: Schema): string[] => {
  const known = new Set(after.inputs.map(({ name }) => name));
  return before.inputs
    .map(({ name }) => name)
    .filter((name) => known.has(name))
    .sort();
};

/** Rows of both in pairs, where they ask the same. */
export function inCommon(
  before: readonly AnsweredRow[],
  after: readonly AnsweredRow[],
  schemas: { readonly before: Schema; readonly after: Schema },
): [AnsweredRow, AnsweredRow][] {
  const fields = fieldsInBoth(schemas.before, schemas.after);
  if (fields.length === 0) return [];
  const keyOf = ({ id, inputs }: AnsweredRow) =>
    JSON.stringify([id, ...fields.map((name) => inputs[name] ?? null)]);
  const later = new Map(after.map((row) => [keyOf(row), row]));
  return before.flatMap((row): [AnsweredRow, AnsweredRow][] => {
    const same = later.get(keyOf(row));
    return same ? [[row, same]] : [];
  });
}

const hasText = (outputs: AnsweredRow['outputs']): boolean =>
  Object.values(outputs).some((value) => typeof value !== 'number');

function differencesOf(before: AnsweredRow, after: AnsweredRow): GoldenDisagreement['largest'] {
  const { id } = before;
  const found: GoldenDisagreement['largest'] = [];
  for (const [output, old] of Object.entries(before.outputs)) {
    if (!Object.hasOwn(after.outputs, output)) continue;
    const now = after.outputs[output];
    if (Object.is(old, now)) continue;
    const both = typeof old === 'number' && typeof now === 'number';
    found.push({
      id,
      output,
      before: String(old),
      after: String(now),
      difference: both ? Math.abs(now - old) : null,
    });
  }
  if (before.decision !== null && after.decision !== null && before.decision !== after.decision) {
    found.push({ id, output: 'decision', before: before.decision, after: after.decision, difference: null });
  }
  return found;
}
