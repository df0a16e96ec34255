import { dayText } from '../../marks/index.ts';

export interface Days {
  readonly from: string;
  readonly to: string;
}

const text = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** Periods that people ask for, by the calendar of the person's zone; `now` is RFC 3339. */
export function usualPeriods(now: string): readonly (Days & { readonly name: string })[] {
  const today = dayText(now);
  const [year, month] = today.split('-').map(Number) as [number, number];
  const quarter = Math.floor((month - 1) / 3);
  return [
    { name: 'Last month', from: text(year, month - 2, 1), to: text(year, month - 1, 0) },
    { name: 'Last quarter', from: text(year, quarter * 3 - 3, 1), to: text(year, quarter * 3, 0) },
    { name: 'Last year', from: text(year - 1, 0, 1), to: text(year - 1, 12, 0) },
  ];
}
