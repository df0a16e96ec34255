import type { RunKeys } from './experiment.ts';
import { runStatuses } from './experiment.ts';
import { columnText, type RunColumn, runAttributes } from './run-column.ts';
import { operatorsOf, parseRunFilter } from './run-filter.ts';

/** What could stand at a place of a filter: `insert` replaces the text from `from` to `to`. */
export interface RunCompletion {
  readonly from: number;
  readonly to: number;
  readonly options: readonly string[];
}

const shown = 50;

/** The beginning of a name at the end of a text: what is being typed. */
const typed = /(?:[\p{L}_][\p{L}\p{N}_./-]*(?:`[^`]*)?|[<>!=]+)$/u;

/**
 * What may be written at the caret of a filter, the best first. `keys`: what the runs have. Nothing inside a text, or
 * where what comes before the caret is wrong already.
 */
export function completeRunFilter(text: string, caret: number, keys: RunKeys): RunCompletion {
  const before = text.slice(0, caret);
  const beginning = typed.exec(before)?.[0] ?? '';
  const from = caret - beginning.length;
  const { conditions, problem } = parseRunFilter(before.slice(0, from));
  const none = { from: caret, to: caret, options: [] };
  const nothingYet = before.slice(0, from).trim() === '';
  if (problem && (problem.code !== 'INCOMPLETE' || problem.length > 0)) return none;
  const options = nothingYet
    ? columnsOf(keys)
    : conditions
      ? ['and']
      : optionsFor(problem.expects, problem.column, keys);
  const plain = (text: string) => text.toLowerCase().replaceAll('`', '');
  const wanted = plain(beginning);
  const fits = options.filter((option) => plain(option).startsWith(wanted));
  const inside = options.filter((option) => !fits.includes(option) && plain(option).includes(wanted));
  const found = [...fits, ...(wanted === '' ? [] : inside)].filter((option) => option !== beginning);
  return { from, to: caret, options: found.slice(0, shown) };
}

const columnsOf = (keys: RunKeys): string[] =>
  [
    ...keys.metrics.map((key): RunColumn => ({ of: 'metrics', key })),
    ...keys.params.map((key): RunColumn => ({ of: 'params', key })),
    ...keys.tags.map((key): RunColumn => ({ of: 'tags', key })),
    ...runAttributes.map((key): RunColumn => ({ of: 'attributes', key })),
  ].map(columnText);

function optionsFor(
  expects: 'column' | 'operator' | 'value' | 'list' | 'and',
  column: RunColumn | null,
  keys: RunKeys,
): readonly string[] {
  if (expects === 'column') return columnsOf(keys);
  if (expects === 'operator') return column ? operatorsOf(column) : [];
  if (expects === 'value' && column?.key === 'status' && column.of === 'attributes')
    return runStatuses.map((status) => `"${status}"`);
  return expects === 'list' ? ['('] : [];
}
