import { textIn } from '../../app/search-text.ts';

export interface DeploymentsSearch {
  model?: string;
  /** The command whose sheet is open, and what it is about. */
  sheet?: string;
  of?: string;
  version?: string;
  environment?: string;
  deployment?: string;
}
export const deploymentsSearch = (found: Record<string, unknown>): DeploymentsSearch => ({
  model: textIn(found.model),
  sheet: textIn(found.sheet),
  of: textIn(found.of),
  version: textIn(found.version),
  environment: textIn(found.environment),
  deployment: textIn(found.deployment),
});
