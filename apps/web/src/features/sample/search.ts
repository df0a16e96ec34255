import { type SampleKind, sampleKinds } from '@countersign/contracts';
import { dayIn, oneOf, textIn } from '../../app/search-text.ts';

export interface SamplesSearch {
  /** Predictions, where nothing else is said. */
  kind?: SampleKind;
  model?: string;
  version?: string;
  /** Days in the person's own zone, both included. */
  from?: string;
  to?: string;
  after?: string;
}

export const samplesSearch = (found: Record<string, unknown>): SamplesSearch => ({
  kind: oneOf(sampleKinds, found.kind),
  model: textIn(found.model),
  version: textIn(found.version),
  from: dayIn(found.from),
  to: dayIn(found.to),
  after: textIn(found.after),
});
