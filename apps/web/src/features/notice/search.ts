import { oneOf, textIn } from '../../app/search-text.ts';

export interface NoticesSearch {
  show?: 'open' | 'all';
  model?: string;
  consumer?: string;
  after?: string;
}
export const noticesSearch = (found: Record<string, unknown>): NoticesSearch => ({
  show: oneOf(['open', 'all'] as const, found.show),
  model: textIn(found.model),
  consumer: textIn(found.consumer),
  after: textIn(found.after),
});

export interface NoticeSearch {
  sheet?: 'risk';
}
export const noticeSearch = (found: Record<string, unknown>): NoticeSearch => ({
  sheet: oneOf(['risk'] as const, found.sheet),
});
