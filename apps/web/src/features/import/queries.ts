import type { ListImports } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const importsQuery = (asked: ListImports) =>
  queryOptions({ queryKey: ['import', 'list', asked], queryFn: () => api.import.list.query(asked) });
