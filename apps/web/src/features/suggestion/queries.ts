import type { VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const suggestionsQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['suggestion', 'list', address],
    queryFn: () => api.suggestion.list.query(address),
  });
