import { NoticeFilter, NoticePage } from '@countersign/contracts';
import { listNotices } from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag, PageQuery } from './query.ts';
import { route } from './route.ts';

export const noticeRoutes = [
  route('GET /notices', {
    summary:
      'Notices of recalls and deprecations, one a consumer, newest first, and how many there are in each state.',
    scope: 'read',
    query: z.extend(z.omit(NoticeFilter, { limit: true, after: true, open: true, mine: true }), {
      ...PageQuery.shape,
      open: z.optional(Flag),
      mine: z.optional(Flag),
    }),
    reply: NoticePage,
    answer: (ctx, { query }) => listNotices(ctx, query),
  }),
];
