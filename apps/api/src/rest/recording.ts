import { ModelKey, RecordingPage, RecordingSet, SetRecording } from '@countersign/contracts';
import { readRecording, setRecording } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const recordingRoutes = [
  route('GET /models/{model}/recording', {
    summary: 'What is kept of the predictions of a model: now, before, and who may change it.',
    scope: 'read',
    params: OneModel,
    reply: RecordingPage,
    answer: (ctx, { params }) => readRecording(ctx, params),
  }),
  route('POST /models/{model}/recording', {
    summary:
      'Sets what is kept from now on: full, sampled or reference. Of a reference nothing can be replayed.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(SetRecording, { model: true }),
    reply: RecordingSet,
    answer: (ctx, { params, json }) => setRecording(ctx, { ...params, ...json }),
  }),
];
