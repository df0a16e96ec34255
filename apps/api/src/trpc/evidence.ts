import {
  EvidenceDetail,
  EvidenceList,
  EvidenceRun,
  Id,
  Instant,
  VersionAddress,
} from '@countersign/contracts';
import { listEvidence, openEvidence, readEvidence, runEvidence } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const evidenceRouter = router({
  list: procedure
    .input(VersionAddress)
    .output(EvidenceList)
    .query(({ ctx, input }) => listEvidence(ctx.by, input)),
  read: procedure
    .input(z.object({ evidenceId: Id, onlyFailed: z.optional(z.boolean()) }))
    .output(EvidenceDetail)
    .query(({ ctx, input }) => readEvidence(ctx.by, input)),
  open: procedure
    .input(z.object({ evidenceId: Id }))
    .output(z.object({ openedAt: Instant }))
    .mutation(({ ctx, input }) => openEvidence(ctx.by, input)),
  run: procedure
    .input(
      z.extend(VersionAddress, {
        kind: z.enum(['golden-set-parity', 'robustness-run', 'prior-agreement', 'claim-check']),
      }),
    )
    .output(EvidenceRun)
    .mutation(({ ctx, input }) => runEvidence(ctx.by, input)),
});
