import type { ModelFilter, Page, VersionAddress } from '@countersign/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { Choice } from '../../controls/index.ts';

export const modelsQuery = (filter: ModelFilter) =>
  queryOptions({ queryKey: ['model', 'list', filter], queryFn: () => api.model.list.query(filter) });

export const modelQuery = (model: string) =>
  queryOptions({ queryKey: ['model', 'read', model], queryFn: () => api.model.read.query({ model }) });

export const versionsQuery = (model: string, page: Page = {}) =>
  queryOptions({
    queryKey: ['model', 'versions', model, page],
    queryFn: () => api.model.versions.query({ model, ...page }),
  });

/** The other versions of a model, as replacements and successors. */
export const otherVersionsQuery = ({ model, version }: VersionAddress) =>
  queryOptions({
    ...versionsQuery(model, { limit: 200 }),
    select: ({ items }) => items.filter(({ label }) => label !== version),
  });

/** The first models by name, for filters. */
export function useModelChoices(): Choice[] {
  const { data } = useQuery(modelsQuery({ limit: 200 }));
  return (data?.items ?? []).map(({ key }) => ({ value: key, label: key }));
}
