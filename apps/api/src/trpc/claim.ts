import {
  AssignRequest,
  ClaimCandidate,
  ClaimRequest,
  FindCandidates,
  Receipt,
  ReleaseClaim,
  RequestClaims,
} from '@countersign/contracts';
import {
  assignRequest,
  claimRequest,
  findCandidates,
  readClaims,
  releaseClaim,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const claimRouter = router({
  read: procedure
    .input(ClaimRequest)
    .output(RequestClaims)
    .query(({ ctx, input }) => readClaims(ctx.by, input)),
  candidates: procedure
    .input(FindCandidates)
    .output(z.array(ClaimCandidate))
    .query(({ ctx, input }) => findCandidates(ctx.by, input)),
  claim: procedure
    .input(ClaimRequest)
    .output(Receipt)
    .mutation(({ ctx, input }) => claimRequest(ctx.by, input)),
  assign: procedure
    .input(AssignRequest)
    .output(Receipt)
    .mutation(({ ctx, input }) => assignRequest(ctx.by, input)),
  release: procedure
    .input(ReleaseClaim)
    .output(Receipt)
    .mutation(({ ctx, input }) => releaseClaim(ctx.by, input)),
});
