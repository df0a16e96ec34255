import type { EvidenceList, VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const isRunning = (list: EvidenceList | undefined): boolean =>
  list?.runs.some(({ state }) => state === 'queued' || state === 'running') ?? false;

export const evidenceQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['evidence', 'list', address],
    queryFn: () => api.evidence.list.query(address),
    // While a run goes on its progress is asked for every second.
    refetchInterval: ({ state }) => (isRunning(state.data) ? 1_000 : false),
  });

export const evidenceDetailQuery = (evidenceId: string, onlyFailed: boolean) =>
  queryOptions({
    queryKey: ['evidence', 'read', evidenceId, onlyFailed],
    queryFn: () => api.evidence.read.query({ evidenceId, onlyFailed }),
  });
