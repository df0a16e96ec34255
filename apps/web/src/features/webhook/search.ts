import { deliveryStates } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface WebhooksSearch {
  sheet?: 'make' | 'allow' | 'withdraw';
  host?: string;
  show?: 'everybody';
  after?: string;
}
export const webhooksSearch = (found: Record<string, unknown>): WebhooksSearch => ({
  sheet: oneOf(['make', 'allow', 'withdraw'] as const, found.sheet),
  host: textIn(found.host),
  show: oneOf(['everybody'] as const, found.show),
  after: textIn(found.after),
});

export interface WebhookSearch {
  sheet?: 'change' | 'secret' | 'resume' | 'remove';
  state?: (typeof deliveryStates)[number];
  delivery?: string;
  after?: string;
}
export const webhookSearch = (found: Record<string, unknown>): WebhookSearch => ({
  sheet: oneOf(['change', 'secret', 'resume', 'remove'] as const, found.sheet),
  state: oneOf(deliveryStates, found.state),
  delivery: textIn(found.delivery),
  after: textIn(found.after),
});
