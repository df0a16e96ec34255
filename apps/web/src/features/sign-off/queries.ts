import type { VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const signOffsQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['sign-off', 'list', address],
    queryFn: () => api.signOff.list.query(address),
  });
