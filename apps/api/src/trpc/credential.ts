import {
  AddPasskey,
  ConfirmOneTimeCode,
  FreshProof,
  Id,
  OneTimeCodeSecret,
  OneTimeCodeState,
  PasskeyChallenge,
  PasskeyRow,
  Receipt,
  RecoveryCodes,
  RemovePasskey,
} from '@countersign/contracts';
import {
  addPasskey,
  confirmOneTimeCode,
  listPasskeys,
  readOneTimeCode,
  removePasskey,
  startAddPasskey,
  startOneTimeCode,
  turnOffOneTimeCode,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

/** Ways of showing who one is, beside the password. */
export const credentialRouter = router({
  passkeys: procedure.output(z.array(PasskeyRow)).query(({ ctx }) => listPasskeys(ctx.by)),
  startAddPasskey: procedure
    .input(FreshProof)
    .output(PasskeyChallenge)
    .mutation(({ ctx, input }) => startAddPasskey(ctx.by, input)),
  addPasskey: procedure
    .input(AddPasskey)
    .output(z.object({ id: Id }))
    .mutation(({ ctx, input }) => addPasskey(ctx.by, input)),
  removePasskey: procedure
    .input(RemovePasskey)
    .output(Receipt)
    .mutation(({ ctx, input }) => removePasskey(ctx.by, input)),
  oneTimeCode: procedure.output(OneTimeCodeState).query(({ ctx }) => readOneTimeCode(ctx.by)),
  startOneTimeCode: procedure
    .input(FreshProof)
    .output(OneTimeCodeSecret)
    .mutation(({ ctx, input }) => startOneTimeCode(ctx.by, input)),
  confirmOneTimeCode: procedure
    .input(ConfirmOneTimeCode)
    .output(RecoveryCodes)
    .mutation(({ ctx, input }) => confirmOneTimeCode(ctx.by, input)),
  turnOffOneTimeCode: procedure
    .input(z.extend(FreshProof, { personId: z.optional(Id) }))
    .output(Receipt)
    .mutation(({ ctx, input }) => turnOffOneTimeCode(ctx.by, input)),
});
