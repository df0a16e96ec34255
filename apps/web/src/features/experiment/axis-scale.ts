/** Where a value stands between two others, 0 to 1; in the middle where they are one. */
export const shareOf = (value: number, low: number, high: number): number =>
  high === low ? 0.5 : (value - low) / (high - low);

/** The lowest and the highest of some figures; null where there is none that is finite. */
export function rangeOf(values: readonly number[]): readonly [low: number, high: number] | null {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0
    ? null
    : [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}

/** An axis of parallel coordinates: where each text stands on it, and the texts at its ends. */
export interface Axis {
  readonly name: string;
  /** 0 at the bottom, 1 at the top; null where the run has no value. */
  readonly places: readonly (number | null)[];
  readonly bottom: string;
  readonly top: string;
}

/** Numbers by their size; where one of the texts is none, each different text has a place of its own, in order. */
export function axisOf(
  name: string,
  texts: readonly (string | null)[],
  show: (value: number) => string = String,
): Axis {
  const numbers = texts.map((text) => (text === null || text.trim() === '' ? Number.NaN : Number(text)));
  const isNumeric = texts.every((text, index) => text === null || Number.isFinite(numbers[index]!));
  const range = isNumeric ? rangeOf(numbers) : null;
  if (range)
    return {
      name,
      places: numbers.map((value) => (Number.isFinite(value) ? shareOf(value, ...range) : null)),
      bottom: show(range[0]),
      top: show(range[1]),
    };
  const different = [...new Set(texts.filter((text) => text !== null))].sort();
  return {
    name,
    places: texts.map((text) =>
      text === null ? null : shareOf(different.indexOf(text), 0, Math.max(1, different.length - 1)),
    ),
    bottom: different[0] ?? '',
    top: different.length > 1 ? different.at(-1)! : '',
  };
}
