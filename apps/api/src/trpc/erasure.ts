import {
  EraseSubject,
  ErasureAhead,
  LegalHold,
  LegalHoldFilter,
  LegalHoldPlaced,
  LiftLegalHold,
  LookAtErasure,
  PasskeyGrant,
  PlaceLegalHold,
  PrepareErasure,
  pageOf,
  Receipt,
  SubjectErased,
} from '@countersign/contracts';
import {
  eraseSubject,
  liftLegalHold,
  listLegalHolds,
  lookAtErasure,
  placeLegalHold,
  prepareErasure,
} from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const erasureRouter = router({
  /** A mutation: it leaves an entry, and whom it is about travels in the body. */
  look: procedure
    .input(LookAtErasure)
    .output(ErasureAhead)
    .mutation(({ ctx, input }) => lookAtErasure(ctx.by, input)),
  prepare: procedure
    .input(PrepareErasure)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareErasure(ctx.by, input)),
  erase: procedure
    .input(EraseSubject)
    .output(SubjectErased)
    .mutation(({ ctx, input }) => eraseSubject(ctx.by, input)),
  holds: procedure
    .input(LegalHoldFilter)
    .output(pageOf(LegalHold))
    .query(({ ctx, input }) => listLegalHolds(ctx.by, input)),
  placeHold: procedure
    .input(PlaceLegalHold)
    .output(LegalHoldPlaced)
    .mutation(({ ctx, input }) => placeLegalHold(ctx.by, input)),
  liftHold: procedure
    .input(LiftLegalHold)
    .output(Receipt)
    .mutation(({ ctx, input }) => liftLegalHold(ctx.by, input)),
});
