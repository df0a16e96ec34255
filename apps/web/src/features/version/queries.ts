import type { ListRechecks, VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const versionQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['version', 'read', address],
    queryFn: () => api.version.read.query(address),
  });
export const releaseNotesQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['version', 'release-notes', address],
    queryFn: () => api.version.releaseNotes.query(address),
  });
export const noteClaimsQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['version', 'claims', address],
    queryFn: () => api.version.claims.query(address),
  });
/** Of one revision: what is amended is examined again. */
export const datasetsQuery = (address: VersionAddress, revision: number) =>
  queryOptions({
    queryKey: ['version', 'datasets', address, revision],
    queryFn: () => api.version.datasets.query(address),
  });
export const rechecksQuery = (filter: ListRechecks) =>
  queryOptions({
    queryKey: ['version', 'rechecks', filter],
    queryFn: () => api.version.datasetRechecks.query(filter),
  });
export const filesQuery = (address: VersionAddress) =>
  queryOptions({ queryKey: ['version', 'files', address], queryFn: () => api.version.files.query(address) });
