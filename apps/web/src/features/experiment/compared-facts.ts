import type { RunPage } from '@countersign/contracts';
import { type Axis, axisOf } from './axis-scale.ts';
import { metricText } from './run-words.ts';

/** One parameter or metric across runs; null where a run has none. */
export interface ComparedFact {
  readonly name: string;
  readonly texts: readonly (string | null)[];
  readonly differs: boolean;
}

/** Every parameter, or metric, that one of the runs has, in the order of names. */
export function comparedFacts(runs: readonly RunPage[], of: 'parameters' | 'metrics'): ComparedFact[] {
  const byRun = runs.map((run) => new Map(run[of].map(({ name, value }) => [name, String(value)])));
  const names = [...new Set(byRun.flatMap((facts) => [...facts.keys()]))].sort();
  return names.map((name) => {
    const texts = byRun.map((facts) => facts.get(name) ?? null);
    return { name, texts, differs: new Set(texts).size > 1 };
  });
}

const mostAxes = 10;

/** What differs, as axes: parameters first, then metrics. */
export const axesOf = (parameters: readonly ComparedFact[], metrics: readonly ComparedFact[]): Axis[] => [
  ...parameters
    .filter(({ differs }) => differs)
    .slice(0, mostAxes / 2)
    .map(({ name, texts }) => axisOf(name, texts, metricText)),
  ...metrics
    .filter(({ differs }) => differs)
    .slice(0, mostAxes / 2)
    .map(({ name, texts }) => axisOf(name, texts, metricText)),
];
