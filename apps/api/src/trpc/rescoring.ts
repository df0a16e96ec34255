import {
  Page,
  Receipt,
  RequestRescoring,
  RescoredPage,
  RescoredSearch,
  RescoredWorst,
  RescoringAddress,
  RescoringExtractPage,
  RescoringOutlook,
  RescoringPage,
  RescoringPair,
  RescoringRequested,
  RescoringRow,
  RescoringSearch,
} from '@countersign/contracts';
import {
  cancelRescoring,
  listExtracts,
  listRescored,
  listRescorings,
  listWorst,
  readOutlook,
  readRescoring,
  requestRescoring,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const rescoringRouter = router({
  list: procedure
    .input(RescoringSearch)
    .output(RescoringPage)
    .query(({ ctx, input }) => listRescorings(ctx.by, input)),
  read: procedure
    .input(RescoringAddress)
    .output(RescoringRow)
    .query(({ ctx, input }) => readRescoring(ctx.by, input)),
  outlook: procedure
    .input(RescoringPair)
    .output(RescoringOutlook)
    .query(({ ctx, input }) => readOutlook(ctx.by, input)),
  rows: procedure
    .input(RescoredSearch)
    .output(RescoredPage)
    .query(({ ctx, input }) => listRescored(ctx.by, input)),
  worst: procedure
    .input(RescoringAddress)
    .output(RescoredWorst)
    .query(({ ctx, input }) => listWorst(ctx.by, input)),
  extracts: procedure
    .input(z.extend(RescoringAddress, Page.shape))
    .output(RescoringExtractPage)
    .query(({ ctx, input }) => listExtracts(ctx.by, input)),
  request: procedure
    .input(RequestRescoring)
    .output(RescoringRequested)
    .mutation(({ ctx, input }) => requestRescoring(ctx.by, input)),
  cancel: procedure
    .input(RescoringAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => cancelRescoring(ctx.by, input)),
});
