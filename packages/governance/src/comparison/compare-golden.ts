import type { GoldenDisagreement } from '@countersign/contracts';
import {
  applyDecision,
  type Decision,
  fromTensors,
  type OutputRow,
  parseGoldenSet,
  type Schema,
} from '@countersign/scoring';

/** One side: its golden set as stored, and what reads it. */
export interface GoldenSide {
  readonly json: unknown;
  readonly schema: Schema | null;
  readonly decision: Decision | null;
}

interface Row {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
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
  const [old, now] = [rowsOf(before), rowsOf(after)];
  if (!old || !now) return { reason: 'UNREADABLE', rows: { before: 0, after: 0, common: 0 }, ...none };
  const common = inCommon(old, now, fieldsInBoth(before.schema, after.schema));
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

function rowsOf({ json, schema, decision }: GoldenSide): Row[] | null {
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

/** `probabilities.bad` beside `label`. */
function flat(row: OutputRow): Record<string, unknown> {
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

function inCommon(before: readonly Row[], after: readonly Row[], fields: readonly string[]): [Row, Row][] {
  if (fields.length === 0) return [];
  const keyOf = ({ id, inputs }: Row) => JSON.stringify([id, ...fields.map((name) => inputs[name] ?? null)]);
  const later = new Map(after.map((row) => [keyOf(row), row]));
  return before.flatMap((row): [Row, Row][] => {
    const same = later.get(keyOf(row));
    return same ? [[row, same]] : [];
  });
}

const hasText = (outputs: Row['outputs']): boolean =>
  Object.values(outputs).some((value) => typeof value !== 'number');

function differencesOf(before: Row, after: Row): GoldenDisagreement['largest'] {
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
