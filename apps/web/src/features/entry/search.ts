import { dayIn, oneOf, textIn } from '../../app/search-text.ts';

export interface AuditSearch {
  model?: string;
  version?: string;
  event?: string;
  /** Words of a name, or an e-mail address. */
  who?: string;
  /** Days in the person's own zone, both included. */
  from?: string;
  to?: string;
  refused?: 'only';
  after?: string;
}
export const auditSearch = (found: Record<string, unknown>): AuditSearch => ({
  model: textIn(found.model),
  version: textIn(found.version),
  event: textIn(found.event),
  who: textIn(found.who),
  from: dayIn(found.from),
  to: dayIn(found.to),
  refused: oneOf(['only'] as const, found.refused),
  after: textIn(found.after),
});
