import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const subjectQuery = (requestId: string) =>
  queryOptions({
    queryKey: ['sign-off', 'subject', requestId],
    queryFn: () => api.signOff.subject.query({ requestId }),
  });
