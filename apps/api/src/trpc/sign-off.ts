import {
  ConfirmGrant,
  Id,
  PasskeyGrant,
  PrepareReEndorse,
  PrepareSign,
  Reauthenticate,
  Receipt,
  ReEndorse,
  Sign,
  SignedOff,
  SignGrant,
  SigningSubject,
  SignOffRow,
  VersionAddress,
  WithdrawSignOff,
} from '@countersign/contracts';
import {
  confirmGrant,
  isGrantVerified,
  listSignOffs,
  prepareReEndorse,
  prepareSign,
  readSigningSubject,
  reauthenticate,
  reEndorse,
  signOff,
  startStepUp,
  withdrawSignOff,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const signOffRouter = router({
  subject: procedure
    .input(z.object({ requestId: Id }))
    .output(SigningSubject)
    .query(({ ctx, input }) => readSigningSubject(ctx.by, input)),
  reauthenticate: procedure
    .input(Reauthenticate)
    .output(SignGrant)
    .mutation(({ ctx, input }) => reauthenticate(ctx.by, input)),
  prepare: procedure
    .input(PrepareSign)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareSign(ctx.by, input)),
  prepareReEndorse: procedure
    .input(PrepareReEndorse)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareReEndorse(ctx.by, input)),
  startStepUp: procedure
    .input(z.omit(Reauthenticate, { password: true, code: true }))
    .output(SignGrant)
    .mutation(({ ctx, input }) => startStepUp(ctx.by, input)),
  isGrantVerified: procedure
    .input(z.object({ grant: z.string().check(z.maxLength(200)) }))
    .output(z.boolean())
    .query(({ ctx, input }) => isGrantVerified(ctx.by, input.grant)),
  confirmGrant: procedure
    .input(ConfirmGrant)
    .output(SignGrant)
    .mutation(({ ctx, input }) => confirmGrant(ctx.by, input)),
  sign: procedure
    .input(Sign)
    .output(SignedOff)
    .mutation(({ ctx, input }) => signOff(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawSignOff)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawSignOff(ctx.by, input)),
  reEndorse: procedure
    .input(ReEndorse)
    .output(SignedOff)
    .mutation(({ ctx, input }) => reEndorse(ctx.by, input)),
  list: procedure
    .input(VersionAddress)
    .output(z.array(SignOffRow))
    .query(({ ctx, input }) => listSignOffs(ctx.by, input)),
});
