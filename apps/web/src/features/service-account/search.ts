import { type ServiceState, serviceStates } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface ServicesSearch {
  after?: string;
  search?: string;
  state?: ServiceState;
  sheet?: 'make';
}
export const servicesSearch = (found: Record<string, unknown>): ServicesSearch => ({
  after: textIn(found.after),
  search: textIn(found.search),
  state: oneOf(serviceStates, found.state),
  sheet: oneOf(['make'] as const, found.sheet),
});

export interface ServiceSearch {
  after?: string;
  sheet?: 'grant' | 'token' | 'hand-over' | 'close';
}
export const serviceSearch = (found: Record<string, unknown>): ServiceSearch => ({
  after: textIn(found.after),
  sheet: oneOf(['grant', 'token', 'hand-over', 'close'] as const, found.sheet),
});
