import { rescoredChoices } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface RescoringPageSearch {
  which?: (typeof rescoredChoices)[number] | 'all';
  consumer?: string;
  after?: string;
}
export const rescoringSearch = (found: Record<string, unknown>): RescoringPageSearch => ({
  which: oneOf([...rescoredChoices, 'all'] as const, found.which),
  consumer: textIn(found.consumer),
  after: textIn(found.after),
});

export interface NewRescoringSearch {
  model?: string;
  /** One, or several with commas between them: those of a recall. */
  version?: string;
  fixed?: string;
  recall?: string;
}
export const newRescoringSearch = (found: Record<string, unknown>): NewRescoringSearch => ({
  model: textIn(found.model),
  version: textIn(found.version),
  fixed: textIn(found.fixed),
  recall: textIn(found.recall),
});
