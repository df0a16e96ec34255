import type { SchemaChange, SchemaChangeCode, VersionComparison } from '@countersign/contracts';
import type { Decision, Dtype, Schema, SchemaInput, SchemaOutput } from '@countersign/scoring';

/** Which types hold every value of another one. */
const wider: Readonly<Partial<Record<Dtype, readonly Dtype[]>>> = {
  int32: ['int64', 'float64'],
  int64: [],
  float32: ['float64'],
  bool: [],
};

const breaks: Readonly<Partial<Record<SchemaChangeCode, SchemaChange['breaks']>>> = {
  INPUT_ADDED_REQUIRED: 'senders',
  // An input that a version does not know is refused, so sending on is not harmless.
  INPUT_REMOVED: 'senders',
  INPUT_TYPE_NARROWED: 'senders',
  INPUT_TYPE_CHANGED: 'senders',
  INPUT_NOW_REQUIRED: 'senders',
  INPUT_RANGE_NARROWED: 'senders',
  INPUT_CATEGORY_DROPPED: 'senders',
  INPUT_UNIT_CHANGED: 'senders',
  OUTPUT_REMOVED: 'readers',
  OUTPUT_TYPE_CHANGED: 'readers',
  OUTPUT_CLASSES_CHANGED: 'readers',
  OUTPUT_CATEGORY_ADDED: 'readers',
  OUTPUT_UNIT_CHANGED: 'readers',
};

const change = (
  code: SchemaChangeCode,
  field: string,
  before: string | null,
  after: string | null,
): SchemaChange => ({ code, field, before, after, breaks: breaks[code] ?? null });

/** What callers meet who go from one schema to the other without changing anything themselves. */
export function compareSchemas(
  before: Schema | null,
  after: Schema | null,
  rules: { readonly before: Decision | null; readonly after: Decision | null },
): Pick<VersionComparison['schema'], 'verdict' | 'changes'> {
  if (before === null || after === null) return { verdict: 'unknown', changes: [] };
  const changes = [
    ...pairs(before.inputs, after.inputs).flatMap(([old, now]) => inputChanges(old, now)),
    ...pairs(before.outputs, after.outputs).flatMap(([old, now]) => outputChanges(old, now)),
    ...decisionChanges(rules.before, rules.after),
  ];
  const verdict =
    changes.length === 0 ? 'same' : changes.some(({ breaks }) => breaks !== null) ? 'breaking' : 'compatible';
  return { verdict, changes };
}

type Pair<Part> = readonly [before: Part | undefined, after: Part | undefined];

function pairs<Part extends { name: string }>(before: readonly Part[], after: readonly Part[]): Pair<Part>[] {
  const later = new Map(after.map((part) => [part.name, part]));
  const known = new Set(before.map(({ name }) => name));
  return [
    ...before.map((part): Pair<Part> => [part, later.get(part.name)]),
    ...after.filter(({ name }) => !known.has(name)).map((part): Pair<Part> => [undefined, part]),
  ];
}

function inputChanges(before: SchemaInput | undefined, after: SchemaInput | undefined): SchemaChange[] {
  if (!before) {
    if (!after) return [];
    const code = after.nullable ? 'INPUT_ADDED_OPTIONAL' : 'INPUT_ADDED_REQUIRED';
    return [change(code, after.name, null, after.dtype)];
  }
  const { name } = before;
  if (!after) return [change('INPUT_REMOVED', name, before.dtype, null)];
  const found: SchemaChange[] = [];
  if (before.dtype !== after.dtype) {
    const code = wider[before.dtype]?.includes(after.dtype)
      ? 'INPUT_TYPE_WIDENED'
      : wider[after.dtype]?.includes(before.dtype)
        ? 'INPUT_TYPE_NARROWED'
        : 'INPUT_TYPE_CHANGED';
    found.push(change(code, name, before.dtype, after.dtype));
  }
  if (before.nullable !== after.nullable) {
    const code = after.nullable ? 'INPUT_NOW_OPTIONAL' : 'INPUT_NOW_REQUIRED';
    found.push(change(code, name, needed(before), needed(after)));
  }
  return [
    ...found,
    ...rangeChanges(before, after),
    ...memberChanges(name, before.allowed, after.allowed, {
      dropped: 'INPUT_CATEGORY_DROPPED',
      added: 'INPUT_CATEGORY_ADDED',
    }),
    ...unitChanges('INPUT_UNIT_CHANGED', before, after),
  ];
}

const needed = ({ nullable }: SchemaInput): string => (nullable ? 'optional' : 'required');

function rangeChanges(before: SchemaInput, after: SchemaInput): SchemaChange[] {
  const [low, high] = [before.minimum ?? -Infinity, before.maximum ?? Infinity];
  const [lower, higher] = [after.minimum ?? -Infinity, after.maximum ?? Infinity];
  if (low === lower && high === higher) return [];
  const code = lower > low || higher < high ? 'INPUT_RANGE_NARROWED' : 'INPUT_RANGE_WIDENED';
  return [change(code, before.name, rangeText(before), rangeText(after))];
}

const rangeText = ({ minimum, maximum }: SchemaInput): string => `${minimum ?? '−∞'} to ${maximum ?? '∞'}`;

type Members = SchemaInput['allowed'];

/** A list where there was none drops everything else; a list that is gone lets everything in. */
function memberChanges(
  field: string,
  before: Members,
  after: Members,
  codes: { readonly dropped: SchemaChangeCode | null; readonly added: SchemaChangeCode },
): SchemaChange[] {
  const without = (members: Members, others: Members) =>
    members?.filter((member) => !others?.includes(member)) ?? [];
  const dropped = before ? without(before, after ?? before) : after ? ['any other'] : [];
  const added = after ? without(after, before ?? after) : before ? ['any other'] : [];
  return [
    ...(dropped.length > 0 && codes.dropped ? [change(codes.dropped, field, dropped.join(', '), null)] : []),
    ...(added.length > 0 ? [change(codes.added, field, null, added.join(', '))] : []),
  ];
}

const unitChanges = (
  code: SchemaChangeCode,
  before: SchemaInput | SchemaOutput,
  after: SchemaInput | SchemaOutput,
): SchemaChange[] =>
  (before.unit ?? null) === (after.unit ?? null)
    ? []
    : [change(code, before.name, before.unit ?? 'none', after.unit ?? 'none')];

function outputChanges(before: SchemaOutput | undefined, after: SchemaOutput | undefined): SchemaChange[] {
  if (!before) return after ? [change('OUTPUT_ADDED', after.name, null, after.dtype)] : [];
  const { name } = before;
  if (!after) return [change('OUTPUT_REMOVED', name, before.dtype, null)];
  const [classes, later] = [before.classes?.join(', ') ?? null, after.classes?.join(', ') ?? null];
  return [
    ...(before.dtype === after.dtype ? [] : [change('OUTPUT_TYPE_CHANGED', name, before.dtype, after.dtype)]),
    ...(classes === later ? [] : [change('OUTPUT_CLASSES_CHANGED', name, classes, later)]),
    ...memberChanges(name, before.allowed, after.allowed, { dropped: null, added: 'OUTPUT_CATEGORY_ADDED' }),
    ...unitChanges('OUTPUT_UNIT_CHANGED', before, after),
  ];
}

/** The same shape of an answer, and other answers in it: nobody's program breaks, but everybody should know. */
function decisionChanges(before: Decision | null, after: Decision | null): SchemaChange[] {
  const [old, now] = [ruleText(before), ruleText(after)];
  return old === now ? [] : [change('DECISION_CHANGED', (after ?? before)?.output ?? 'decision', old, now)];
}

const ruleText = (rule: Decision | null): string | null =>
  rule && `${String(rule.then)} if ${rule.output} ${rule.op} ${rule.value}, else ${String(rule.else)}`;
