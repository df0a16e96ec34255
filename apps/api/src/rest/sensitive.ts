import {
  ModelKey,
  SensitiveField,
  SensitiveMarked,
  SensitivePage,
  UnmarkSensitive,
} from '@countersign/contracts';
import { listSensitive, markSensitive, unmarkSensitive } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const sensitiveRoutes = [
  route('GET /models/{model}/sensitive', {
    summary: 'Fields of a model that are sensitive attributes, and the versions that have them as inputs.',
    scope: 'read',
    params: OneModel,
    reply: SensitivePage,
    answer: (ctx, { params }) => listSensitive(ctx, params),
  }),
  route('POST /models/{model}/sensitive', {
    summary: 'Marks a field as a sensitive attribute, in every version; another mark of it ends.',
    scope: 'register',
    params: OneModel,
    json: SensitiveField,
    status: 201,
    reply: SensitiveMarked,
    answer: (ctx, { params, json }) => markSensitive(ctx, { ...json, ...params }),
  }),
  route('POST /models/{model}/sensitive/end', {
    summary: 'Ends the mark of a field, with a reason.',
    scope: 'register',
    params: OneModel,
    json: z.omit(UnmarkSensitive, { model: true }),
    reply: SensitiveMarked,
    answer: (ctx, { params, json }) => unmarkSensitive(ctx, { ...json, ...params }),
  }),
];
