/** Numbers of entries as ranges, both ends included, ascending and apart from each other. */
export type Ranges = readonly (readonly [first: number, last: number])[];

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether a value that was read is a list of ranges, each in the one form that it has. */
export function isRanges(value: unknown): value is Ranges {
  if (!Array.isArray(value)) return false;
  let before = -2;
  for (const range of value) {
    if (!Array.isArray(range) || range.length !== 2 || !range.every(isNumber)) return false;
    const [first, last] = range as [number, number];
    if (first <= before + 1 || last < first) return false;
    before = last;
  }
  return true;
}

export const countOf = (ranges: Ranges): number =>
  ranges.reduce((count, [first, last]) => count + last - first + 1, 0);

export function isIn(ranges: Ranges, number: number): boolean {
  let [from, to] = [0, ranges.length - 1];
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [first, last] = ranges[middle]!;
    if (number < first) to = middle - 1;
    else if (number > last) from = middle + 1;
    else return true;
  }
  return false;
}

/** How many of the numbers from `first` to `last` are in the ranges. */
export const countWithin = (ranges: Ranges, first: number, last: number): number =>
  countOf(overlapping(ranges, first, last));

/** The parts of the ranges between two numbers. */
export const overlapping = (ranges: Ranges, first: number, last: number): Ranges =>
  ranges
    .filter((range) => range[1] >= first && range[0] <= last)
    .map((range) => [Math.max(range[0], first), Math.min(range[1], last)] as const);

/** Any ranges in any order as ranges in their one form. */
export function joinRanges(ranges: Ranges): Ranges {
  const joined: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((one, other) => one[0] - other[0])) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined;
}

export const rangesOf = (numbers: Iterable<number>): Ranges =>
  joinRanges([...numbers].map((number) => [number, number] as const));

/** What is in the first and not in the second; both in their one form. */
export function withoutRanges(ranges: Ranges, out: Ranges): Ranges {
  const left: [number, number][] = [];
  for (const [first, last] of ranges) {
    let from = first;
    for (const [start, end] of overlapping(out, first, last)) {
      if (start > from) left.push([from, start - 1]);
      from = end + 1;
    }
    if (from <= last) left.push([from, last]);
  }
  return left;
}
