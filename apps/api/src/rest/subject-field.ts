import {
  DeclareSubjectField,
  ModelKey,
  SubjectFieldDeclared,
  SubjectFieldPage,
} from '@countersign/contracts';
import { declareSubjectField, readSubjectFieldPage } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const subjectFieldRoutes = [
  route('GET /models/{model}/subject-field', {
    summary: 'Where the predictions of a model say whom they are about: now, before, and who may change it.',
    scope: 'read',
    params: OneModel,
    reply: SubjectFieldPage,
    answer: (ctx, { params }) => readSubjectFieldPage(ctx, params),
  }),
  route('POST /models/{model}/subject-field', {
    summary:
      'Declares where each row says whom it is about, from now on: a field of the inputs, or beside them. Rows that name nobody are refused unless said otherwise.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(DeclareSubjectField, { model: true }),
    reply: SubjectFieldDeclared,
    answer: (ctx, { params, json }) => declareSubjectField(ctx, { ...params, ...json }),
  }),
];
