import type { PredictionFilter } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';
import { periodOfDays } from '../../marks/index.ts';

/** What is searched, as the address holds it: days, not instants. A subject is never among it. */
export interface PredictionsSearch {
  by?: 'subject';
  model?: string;
  version?: string;
  consumer?: string;
  caller?: string;
  business?: string;
  from?: string;
  to?: string;
  after?: string;
}
export const predictionsSearch = (found: Record<string, unknown>): PredictionsSearch => ({
  by: oneOf(['subject'] as const, found.by),
  model: textIn(found.model),
  version: textIn(found.version),
  consumer: textIn(found.consumer),
  caller: textIn(found.caller),
  business: textIn(found.business),
  from: textIn(found.from),
  to: textIn(found.to),
  after: textIn(found.after),
});

/** The same as the server asks for it; days are those of the person's zone. */
export const filterOf = ({
  model,
  version,
  consumer,
  caller,
  business,
  from,
  to,
}: PredictionsSearch): PredictionFilter => ({
  ...(model && { model }),
  ...(model && version && { version }),
  ...(consumer && { consumer }),
  ...(caller && { callerId: caller }),
  ...(business && { businessReference: business }),
  ...periodOfDays({ from, to }),
});
