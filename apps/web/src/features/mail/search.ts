import { type MailRow, mailStates } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface MailSearch {
  after?: string;
  state?: MailRow['state'];
  sheet?: 'test';
}
export const mailSearch = (found: Record<string, unknown>): MailSearch => ({
  after: textIn(found.after),
  state: oneOf(mailStates, found.state),
  sheet: oneOf(['test'] as const, found.sheet),
});
