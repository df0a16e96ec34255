import type { FittedOnAll } from '@countersign/contracts';

type Json = Readonly<Record<string, unknown>>;
interface Declared {
  readonly name: string;
  readonly rows?: number | null | undefined;
  readonly split?: Json | null | undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTraining = (name: string): boolean => /^(?:train|fit)/i.test(name);

/**
 * Why a version counts as fitted on rows that it is measured on, by what it says of its split; null where nothing says
 * so. Names count as DVC, scikit-learn and the manifest's documentation write them: `trainRows`, `fitRows`,
 * `validationRows`, `trainIdsSha256`, `fittedOnAllData`.
 */
export function whyFittedOnAll({ rows, split }: Declared): string | null {
  if (!split) return null;
  if (split.fittedOnAllData === true) return 'the split says so';
  if (split.fittedOnAllData === false) return null;
  const numbered = Object.entries(split).flatMap(([name, value]) =>
    /rows$/i.test(name) && isCount(value) ? [{ name, value }] : [],
  );
  const training = numbered.filter(({ name }) => isTraining(name));
  const fitted = training.find(({ value }) => isCount(rows) && rows > 0 && value >= rows);
  if (fitted) return `${fitted.name} is ${fitted.value} of ${rows} rows`;
  const others = numbered.filter(({ name }) => !isTraining(name));
  const [most] = [...training].sort((a, b) => b.value - a.value);
  const held = others.reduce((sum, { value }) => sum + value, 0);
  if (most && held > 0 && isCount(rows) && most.value + held > rows)
    return `${most.name} and the rows held out are ${most.value + held} of ${rows}`;
  return sameIds(split);
}

function sameIds(split: Json): string | null {
  const named = Object.entries(split).flatMap(([name, value]) =>
    /sha256$/i.test(name) && typeof value === 'string' ? [{ name, value }] : [],
  );
  for (const training of named.filter(({ name }) => isTraining(name))) {
    const same = named.find(({ name, value }) => !isTraining(name) && value === training.value);
    if (same) return `${training.name} and ${same.name} are the same rows`;
  }
  return null;
}

export const fittedOnAllOf = (datasets: readonly Declared[]): FittedOnAll[] =>
  datasets.flatMap((dataset) => {
    const why = whyFittedOnAll(dataset);
    return why === null ? [] : [{ dataset: dataset.name, why }];
  });
