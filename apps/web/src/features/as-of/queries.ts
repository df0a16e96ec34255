import type { AsOfModelsFilter, AsOfRolesFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const modelsAsOfQuery = (filter: AsOfModelsFilter) =>
  queryOptions({ queryKey: ['as-of', 'models', filter], queryFn: () => api.asOf.models.query(filter) });

export const rolesAsOfQuery = (filter: AsOfRolesFilter) =>
  queryOptions({ queryKey: ['as-of', 'roles', filter], queryFn: () => api.asOf.roles.query(filter) });
