import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { Choice } from '../../controls/index.ts';

/** The first people by name with an open account, for choosing one. */
export function usePeopleChoices(): Choice[] {
  const { data } = useQuery({
    queryKey: ['person', 'list', 'choices'],
    queryFn: () => api.person.list.query({ limit: 200, state: 'active' }),
  });
  return (data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: `${name}, ${email}` }));
}
