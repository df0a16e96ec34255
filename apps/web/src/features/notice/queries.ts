import type { NoticeFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const noticeQuery = (noticeId: string) =>
  queryOptions({
    queryKey: ['notice', 'read', noticeId],
    queryFn: () => api.notice.read.query({ noticeId }),
  });

export const noticesQuery = (filter: NoticeFilter) =>
  queryOptions({ queryKey: ['notice', 'list', filter], queryFn: () => api.notice.list.query(filter) });
