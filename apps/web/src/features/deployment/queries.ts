import type { DeploymentRow, Page } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const boardQuery = (model: string) =>
  queryOptions({
    queryKey: ['deployment', 'board', model],
    queryFn: () => api.deployment.board.query({ model }),
  });

export const deploymentsQuery = (
  filter: Page & { model?: string; version?: string; state?: DeploymentRow['state'] },
) =>
  queryOptions({
    queryKey: ['deployment', 'list', filter],
    queryFn: () => api.deployment.list.query(filter),
  });
