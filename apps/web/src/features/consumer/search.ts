import { oneOf, textIn } from '../../app/search-text.ts';

export interface ConsumersSearch {
  sheet?: 'register';
  /** The name that is registered. */
  of?: string;
  show?: 'registered' | 'discovered';
  search?: string;
  model?: string;
  after?: string;
}
export const consumersSearch = (found: Record<string, unknown>): ConsumersSearch => ({
  sheet: oneOf(['register'] as const, found.sheet),
  of: textIn(found.of),
  show: oneOf(['registered', 'discovered'] as const, found.show),
  search: textIn(found.search),
  model: textIn(found.model),
  after: textIn(found.after),
});

export interface ConsumerSearch {
  sheet?: 'register' | 'change' | 'use' | 'end' | 'hand-over' | 'retire';
  /** The use that is ended, or the model that one is declared of. */
  use?: string;
  model?: string;
}
export const consumerSearch = (found: Record<string, unknown>): ConsumerSearch => ({
  sheet: oneOf(['register', 'change', 'use', 'end', 'hand-over', 'retire'] as const, found.sheet),
  use: textIn(found.use),
  model: textIn(found.model),
});
