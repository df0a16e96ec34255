import {
  AnswerNotice,
  NoticeAnswered,
  NoticeDetail,
  NoticeFilter,
  NoticePage,
  NoticeRef,
  NoticeReminded,
  OpenLink,
} from '@countersign/contracts';
import {
  answerNotice,
  extractByLink,
  extractOfNotice,
  listNotices,
  readNotice,
  remindNotice,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag, PageQuery } from './query.ts';
import { route } from './route.ts';
import { sendExtract } from './send-extract.ts';

export const noticeRoutes = [
  route('GET /notices', {
    summary:
      'Notices of recalls, deprecations and switches, one a consumer, newest first, and how many there are in each state.',
    scope: 'read',
    query: z.extend(
      z.omit(NoticeFilter, { limit: true, after: true, open: true, mine: true, waiting: true }),
      {
        ...PageQuery.shape,
        open: z.optional(Flag),
        mine: z.optional(Flag),
        waiting: z.optional(Flag),
      },
    ),
    reply: NoticePage,
    answer: (ctx, { query }) => listNotices(ctx, query),
  }),
  route('GET /notices/{noticeId}', {
    summary: 'One notice: what it says, where it was sent, and everything that happened to it.',
    scope: 'read',
    params: NoticeRef,
    reply: NoticeDetail,
    answer: (ctx, { params }) => readNotice(ctx, params),
  }),
  route('GET /notices/{noticeId}/extract', {
    summary:
      'What the newest re-scoring of the recall or the switch says of this consumer’s predictions, as CSV; for whoever answers for it or reads predictions.',
    scope: 'read',
    params: NoticeRef,
    answer: async (ctx, { params }, _request, reply) =>
      sendExtract(await extractOfNotice(ctx, params), reply),
  }),
  route('POST /notice-extract', {
    summary: 'The same by the secret of a notice’s link, without an account.',
    scope: 'read',
    open: () => true,
    json: OpenLink,
    answer: async (ctx, { json }, _request, reply) => sendExtract(await extractByLink(ctx, json), reply),
  }),
  route('POST /notices/{noticeId}/answers', {
    summary:
      'A consumer’s answer: it has read the notice, has moved, or needs time until a date; of a switch it objects, or keeps the version before until a date. It counts as claimed until traffic proves it.',
    scope: 'operate',
    params: NoticeRef,
    json: z.omit(AnswerNotice, { noticeId: true }),
    status: 201,
    reply: NoticeAnswered,
    answer: (ctx, { params, json }) => answerNotice(ctx, { ...params, ...json }),
  }),
  route('POST /notices/{noticeId}/reminders', {
    summary:
      'Reminds a consumer that has not moved, by mail; by the owner, an operator or a compliance officer, at most once an hour.',
    scope: 'operate',
    params: NoticeRef,
    status: 201,
    reply: NoticeReminded,
    answer: (ctx, { params }) => remindNotice(ctx, params),
  }),
];
