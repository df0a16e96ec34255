import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const ledgerStatusQuery = queryOptions({
  queryKey: ['ledger', 'status'],
  queryFn: () => api.ledger.status.query(),
});

/** For administrators and compliance officers alone. */
export const mailboxesQuery = queryOptions({
  queryKey: ['ledger', 'mailboxes'],
  queryFn: () => api.mailbox.list.query(),
});
