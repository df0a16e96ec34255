import {
  AddComment,
  CellThreads,
  CellThreadsOf,
  EditComment,
  FindColleagues,
  Id,
  OpenThread,
  PersonRef,
  Receipt,
  ResolveThread,
  ThreadFilter,
  ThreadPage,
} from '@countersign/contracts';
import {
  addComment,
  editComment,
  findColleagues,
  listCellThreads,
  listThreads,
  openThread,
  resolveThread,
  seeMentions,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const discussionRouter = router({
  list: procedure
    .input(ThreadFilter)
    .output(ThreadPage)
    .query(({ ctx, input }) => listThreads(ctx.by, input)),
  ofCells: procedure
    .input(CellThreadsOf)
    .output(CellThreads)
    .query(({ ctx, input }) => listCellThreads(ctx.by, input)),
  colleagues: procedure
    .input(FindColleagues)
    .output(z.array(PersonRef))
    .query(({ ctx, input }) => findColleagues(ctx.by, input)),
  open: procedure
    .input(OpenThread)
    .output(z.object({ threadId: Id, commentId: Id, receipt: Receipt }))
    .mutation(({ ctx, input }) => openThread(ctx.by, input)),
  comment: procedure
    .input(AddComment)
    .output(z.object({ commentId: Id, receipt: Receipt }))
    .mutation(({ ctx, input }) => addComment(ctx.by, input)),
  edit: procedure
    .input(EditComment)
    .output(Receipt)
    .mutation(({ ctx, input }) => editComment(ctx.by, input)),
  resolve: procedure
    .input(ResolveThread)
    .output(Receipt)
    .mutation(({ ctx, input }) => resolveThread(ctx.by, input)),
  see: procedure
    .input(z.object({ threadId: Id }))
    .output(z.object({ seen: z.int() }))
    .mutation(({ ctx, input }) => seeMentions(ctx.by, input)),
});
