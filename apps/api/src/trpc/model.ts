import {
  Completeness,
  CompletenessFilter,
  CreateModel,
  ModelFilter,
  ModelKey,
  ModelPage,
  ModelRow,
  NotesFeedFilter,
  NotesFeedItem,
  Page,
  pageOf,
  Receipt,
  RetireModel,
  VersioningRow,
  VersionRow,
} from '@countersign/contracts';
import {
  createModel,
  listModels,
  listNotes,
  listVersioning,
  listVersions,
  readCompleteness,
  readModel,
  retireModel,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const modelRouter = router({
  list: procedure
    .input(ModelFilter)
    .output(pageOf(ModelRow))
    .query(({ ctx, input }) => listModels(ctx.by, input)),
  read: procedure
    .input(z.object({ model: ModelKey }))
    .output(ModelPage)
    .query(({ ctx, input }) => readModel(ctx.by, input)),
  versions: procedure
    .input(z.extend(Page, { model: ModelKey }))
    .output(pageOf(VersionRow))
    .query(({ ctx, input }) => listVersions(ctx.by, input)),
  versioning: procedure
    .input(z.extend(Page, { model: ModelKey }))
    .output(pageOf(VersioningRow))
    .query(({ ctx, input }) => listVersioning(ctx.by, input)),
  notes: procedure
    .input(NotesFeedFilter)
    .output(pageOf(NotesFeedItem))
    .query(({ ctx, input }) => listNotes(ctx.by, input)),
  completeness: procedure
    .input(CompletenessFilter)
    .output(Completeness)
    .query(({ ctx, input }) => readCompleteness(ctx.by, input)),
  create: procedure
    .input(CreateModel)
    .output(z.object({ id: z.uuid(), key: ModelKey }))
    .mutation(({ ctx, input }) => createModel(ctx.by, input)),
  retire: procedure
    .input(RetireModel)
    .output(Receipt)
    .mutation(({ ctx, input }) => retireModel(ctx.by, input)),
});
