import { oneOf, textIn } from '../../app/search-text.ts';

export interface AuditSearch {
  model?: string;
  version?: string;
  event?: string;
  refused?: 'only';
  after?: string;
}
export const auditSearch = (found: Record<string, unknown>): AuditSearch => ({
  model: textIn(found.model),
  version: textIn(found.version),
  event: textIn(found.event),
  refused: oneOf(['only'] as const, found.refused),
  after: textIn(found.after),
});
