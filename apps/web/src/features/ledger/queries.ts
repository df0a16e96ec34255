import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const ledgerStatusQuery = queryOptions({
  queryKey: ['ledger', 'status'],
  queryFn: () => api.ledger.status.query(),
});
