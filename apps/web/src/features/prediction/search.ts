import { textIn } from '../../app/search-text.ts';

export interface PredictionsSearch {
  model?: string;
  version?: string;
  after?: string;
}
export const predictionsSearch = (found: Record<string, unknown>): PredictionsSearch => ({
  model: textIn(found.model),
  version: textIn(found.version),
  after: textIn(found.after),
});
