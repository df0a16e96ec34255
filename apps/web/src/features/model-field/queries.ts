import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const fieldsQuery = queryOptions({
  queryKey: ['model-field', 'list'],
  queryFn: () => api.modelField.list.query(),
});
