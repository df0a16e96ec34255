import { ModelKey, RecordingPage, RecordingSet, SetRecording } from '@countersign/contracts';
import { readRecording, setRecording } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const recordingRouter = router({
  read: procedure
    .input(z.object({ model: ModelKey }))
    .output(RecordingPage)
    .query(({ ctx, input }) => readRecording(ctx.by, input)),
  set: procedure
    .input(SetRecording)
    .output(RecordingSet)
    .mutation(({ ctx, input }) => setRecording(ctx.by, input)),
});
