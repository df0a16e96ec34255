import type { RunChoice } from '@countersign/contracts';
import { textIn } from '../../app/search-text.ts';

/** The whole way of looking at runs is in the address, so that it can be sent. */
export interface RunsSearch {
  filter?: string;
  order?: string;
  /** Columns with commas between them; a comma in a name stands in backticks. */
  columns?: string;
  after?: string;
}

export const runsSearch = (found: Record<string, unknown>): RunsSearch => ({
  filter: textIn(found.filter),
  order: textIn(found.order),
  columns: textIn(found.columns),
  after: textIn(found.after),
});

export const columnsOf = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : [...text.matchAll(/(?:[^,`]|`(?:[^`]|``)*`)+/g)].map(([column]) => column);

export const choiceOf = ({ filter, order, columns }: RunsSearch): RunChoice => ({
  filter,
  order,
  columns: columnsOf(columns),
});

export const searchOf = ({ filter, order, columns }: RunChoice): RunsSearch => ({
  filter,
  order,
  columns: columns?.join(','),
});

/** Runs that are compared, and the metric whose history is shown. */
export interface CompareSearch {
  runs?: string;
  metric?: string;
}
export const compareSearch = (found: Record<string, unknown>): CompareSearch => ({
  runs: textIn(found.runs),
  metric: textIn(found.metric),
});

export interface RunSearch {
  metric?: string;
}
export const runSearch = (found: Record<string, unknown>): RunSearch => ({ metric: textIn(found.metric) });
