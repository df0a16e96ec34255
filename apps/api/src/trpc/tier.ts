import {
  ModelKey,
  Page,
  PasskeyGrant,
  PrepareTier,
  ProposeTier,
  pageOf,
  Receipt,
  SignTier,
  TierName,
  TierPage,
  TierProposal,
  TierProposed,
} from '@countersign/contracts';
import { listWaitingTiers, prepareTier, proposeTier, readTier, signTier } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const tierRouter = router({
  read: procedure
    .input(z.object({ model: ModelKey }))
    .output(TierPage)
    .query(({ ctx, input }) => readTier(ctx.by, input)),
  waiting: procedure
    .input(Page)
    .output(pageOf(TierProposal))
    .query(({ ctx, input }) => listWaitingTiers(ctx.by, input)),
  propose: procedure
    .input(ProposeTier)
    .output(TierProposed)
    .mutation(({ ctx, input }) => proposeTier(ctx.by, input)),
  prepare: procedure
    .input(PrepareTier)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareTier(ctx.by, input)),
  sign: procedure
    .input(SignTier)
    .output(z.object({ tier: TierName, receipt: Receipt }))
    .mutation(({ ctx, input }) => signTier(ctx.by, input)),
});
