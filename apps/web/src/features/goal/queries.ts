import type { VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const goalProposalQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['request', 'goal-proposal', address],
    queryFn: () => api.request.goalProposal.query(address),
  });
