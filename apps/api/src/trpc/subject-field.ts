import {
  DeclareSubjectField,
  ModelKey,
  SubjectFieldDeclared,
  SubjectFieldPage,
} from '@countersign/contracts';
import { declareSubjectField, readSubjectFieldPage } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const subjectFieldRouter = router({
  read: procedure
    .input(z.object({ model: ModelKey }))
    .output(SubjectFieldPage)
    .query(({ ctx, input }) => readSubjectFieldPage(ctx.by, input)),
  declare: procedure
    .input(DeclareSubjectField)
    .output(SubjectFieldDeclared)
    .mutation(({ ctx, input }) => declareSubjectField(ctx.by, input)),
});
