import type { ComparedMetric, ComparedText, VersionComparison, VersionPage } from '@countersign/contracts';

type Named = { readonly name: string; readonly value: string };

/** Names of both sides in order, with what each says. */
export function compareTexts(before: readonly Named[], after: readonly Named[]): ComparedText[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => {
    const [first, second] = [old.get(name) ?? null, now.get(name) ?? null];
    return { name, before: first, after: second, same: first === second };
  });
}

const valuesOf = (named: readonly Named[]) => new Map(named.map(({ name, value }) => [name, value]));

/** A captured environment keeps its packages in objects: each becomes a name of its own, `packages / numpy`. */
export function packageByPackage(environment: readonly Named[]): Named[] {
  return environment.flatMap(({ name, value }) => {
    const inner = parsed(value);
    return inner === null
      ? [{ name, value }]
      : Object.entries(inner).map(([part, of]) => ({
          name: `${name} / ${part}`,
          value: typeof of === 'string' ? of : JSON.stringify(of),
        }));
  });
}

function parsed(value: string): Record<string, unknown> | null {
  if (!value.startsWith('{')) return null;
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return null;
  }
}

type Measured = Pick<VersionPage, 'metrics' | 'goal'>;

/** Better or worse is said only where a goal declares which way is better, and the data are known to be the same. */
export function compareMetrics(before: Measured, after: Measured): ComparedMetric[] {
  const keyOf = ({ name, split }: { name: string; split: string }) => JSON.stringify([name, split]);
  const [old, now] = [before, after].map(
    ({ metrics }) => new Map(metrics.map((one) => [keyOf(one), one])),
  ) as [Map<string, VersionPage['metrics'][number]>, Map<string, VersionPage['metrics'][number]>];
  return [...new Set([...old.keys(), ...now.keys()])].map((key) => {
    const [first, second] = [old.get(key), now.get(key)];
    const { name, split } = (first ?? second)!;
    const data =
      first?.datasetDigest && second?.datasetDigest
        ? first.datasetDigest === second.datasetDigest
          ? 'same'
          : 'other'
        : 'unknown';
    const difference = first && second ? second.value - first.value : null;
    const way = wayOf(name, split, after, before);
    const verdict =
      difference === null || way === null || data !== 'same'
        ? null
        : difference === 0
          ? 'equal'
          : difference > 0 === (way === 'up')
            ? 'better'
            : 'worse';
    return {
      name,
      split,
      before: first?.value ?? null,
      after: second?.value ?? null,
      difference,
      data,
      verdict,
    };
  });
}

function wayOf(name: string, split: string, ...sides: readonly Measured[]): 'up' | 'down' | null {
  for (const { goal } of sides) {
    const declared = goal?.thresholds.find(
      (threshold) =>
        threshold.metric === name && (threshold.split === undefined || threshold.split === split),
    );
    if (declared) return declared.comparison.startsWith('>') ? 'up' : 'down';
  }
  return null;
}

export function compareFiles(
  before: readonly { path: string; digest: string }[],
  after: readonly { path: string; digest: string }[],
): VersionComparison['files'] {
  const named = (files: readonly { path: string; digest: string }[]) =>
    files.map(({ path, digest }) => ({ name: path, value: digest }));
  return compareTexts(named(before), named(after)).map(({ name, ...digests }) => ({
    path: name,
    ...digests,
  }));
}
