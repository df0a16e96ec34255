import type { InputCorrection, RescoredSearch, RescoringRow } from '@countersign/contracts';
import { figureText } from '../../marks/index.ts';

export const stateWord: Readonly<Record<RescoringRow['state'], string>> = {
  queued: 'Waits for its turn',
  running: 'Under way',
  done: 'Finished',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const whichWord: Readonly<Record<NonNullable<RescoredSearch['which']>, string>> = {
  flipped: 'Flipped',
  same: 'Same',
  fixed: 'Misses the fix ends',
  made: 'Misses it makes',
  'not-rescored': 'Not re-scored',
  outside: 'Not affected',
};

/** What counts as flipped, as a sentence. */
export function flipSentence({
  basis,
  output,
  tolerance,
}: Pick<RescoringRow, 'basis' | 'output' | 'tolerance'>): string {
  if (basis === 'decision') return 'Flipped means that the fixed version’s rule decides otherwise.';
  if (basis === 'label') return 'Flipped means that the label is another one.';
  const unit = output?.unit ? ` ${output.unit}` : '';
  return `Flipped means that ${output?.name ?? 'a number'} moved by more than ${figureText(tolerance ?? 0)}${unit}; farther than that from the truth is a miss.`;
}

export function correctionText({ field, from, factor = 1, offset = 0, value }: InputCorrection): string {
  if (value !== undefined) return `${field} is always ${value}`;
  const times = factor === 1 ? '' : ` × ${factor}`;
  const plus = offset === 0 ? '' : offset < 0 ? ` − ${-offset}` : ` + ${offset}`;
  return `${field} = ${from ?? field}${times}${plus}`;
}

export const versionsText = (labels: readonly string[]): string =>
  labels.length <= 3 ? labels.join(', ') : `${labels.slice(0, 2).join(', ')} and ${labels.length - 2} more`;
