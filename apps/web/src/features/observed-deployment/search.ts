import { observedShows } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface ObservedSearch {
  model?: string;
  environment?: string;
  show?: (typeof observedShows)[number];
  after?: string;
  /** Of what is approved and does not run. */
  afterMissing?: string;
  /** The environment whose permits are being set. */
  permits?: string;
}
export const observedSearch = (found: Record<string, unknown>): ObservedSearch => ({
  model: textIn(found.model),
  environment: textIn(found.environment),
  show: oneOf(observedShows, found.show),
  after: textIn(found.after),
  afterMissing: textIn(found.afterMissing),
  permits: textIn(found.permits),
});
