import {
  DrawSample,
  FreezeSample,
  Page,
  SampleAddress,
  SampleDrawn,
  SampleFrozen,
  SamplePage,
  SampleRow,
} from '@countersign/contracts';
import { drawSample, freezeSample, listSamples, readSample } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const sampleRouter = router({
  list: procedure
    .input(Page)
    .output(SamplePage)
    .query(({ ctx, input }) => listSamples(ctx.by, input)),
  read: procedure
    .input(SampleAddress)
    .output(SampleRow)
    .query(({ ctx, input }) => readSample(ctx.by, input)),
  freeze: procedure
    .input(FreezeSample)
    .output(SampleFrozen)
    .mutation(({ ctx, input }) => freezeSample(ctx.by, input)),
  draw: procedure
    .input(DrawSample)
    .output(SampleDrawn)
    .mutation(({ ctx, input }) => drawSample(ctx.by, input)),
});
