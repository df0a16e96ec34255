import {
  ChangeModelField,
  DefineModelField,
  FieldKey,
  FillInFields,
  ModelFieldChanged,
  ModelFieldPage,
  ModelKey,
  Receipt,
} from '@countersign/contracts';
import { changeModelField, defineModelField, fillInFields, listModelFields } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const modelFieldRoutes = [
  route('GET /fields', {
    summary:
      'Fields that models have beside name and purpose: their types, lists, and whether they are required.',
    scope: 'read',
    reply: ModelFieldPage,
    answer: (ctx) => listModelFields(ctx),
  }),
  route('POST /fields', {
    summary: 'Defines a field of models.',
    scope: 'register',
    json: DefineModelField,
    status: 201,
    reply: ModelFieldChanged,
    answer: (ctx, { json }) => defineModelField(ctx, json),
  }),
  route('POST /fields/{key}', {
    summary:
      'Changes, archives or restores a field. Key and type never change; a choice is archived, never left out.',
    scope: 'register',
    params: z.object({ key: FieldKey }),
    json: z.omit(ChangeModelField, { key: true }),
    reply: ModelFieldChanged,
    answer: (ctx, { params, json }) => changeModelField(ctx, { ...json, ...params }),
  }),
  route('POST /models/{model}/fields', {
    summary:
      'Fills in fields of a model; null takes a value back. Fields that are not named stay as they are.',
    scope: 'register',
    params: z.object({ model: ModelKey }),
    json: z.omit(FillInFields, { model: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => fillInFields(ctx, { ...json, ...params }),
  }),
];
