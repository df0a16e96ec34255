import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const recordingQuery = (model: string) =>
  queryOptions({
    queryKey: ['recording', 'read', model],
    queryFn: () => api.recording.read.query({ model }),
  });
