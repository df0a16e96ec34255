import {
  CreatedToken,
  CreateToken,
  Page,
  pageOf,
  Receipt,
  RevokeToken,
  TokenRow,
} from '@countersign/contracts';
import { createApiToken, listApiTokens, revokeApiToken } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

/** One's own API tokens. */
export const tokenRouter = router({
  list: procedure
    .input(Page)
    .output(pageOf(TokenRow))
    .query(({ ctx, input }) => listApiTokens(ctx.by, input)),
  create: procedure
    .input(CreateToken)
    .output(CreatedToken)
    .mutation(({ ctx, input }) => createApiToken(ctx.by, { ...input, personId: ctx.by.actor.id })),
  revoke: procedure
    .input(RevokeToken)
    .output(Receipt)
    .mutation(({ ctx, input }) => revokeApiToken(ctx.by, input)),
});
