import {
  CreatedToken,
  CreateToken,
  pageOf,
  Receipt,
  RevokeToken,
  TokenRow,
  TokensOf,
} from '@countersign/contracts';
import { createApiToken, listApiTokens, revokeApiToken } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

/** One's own API tokens; an administrator sees and revokes those of others. */
export const tokenRouter = router({
  list: procedure
    .input(TokensOf)
    .output(pageOf(TokenRow))
    .query(({ ctx, input }) => listApiTokens(ctx.by, input)),
  create: procedure
    .input(CreateToken)
    .output(CreatedToken)
    .mutation(({ ctx, input }) =>
      createApiToken(ctx.by, { ...input, personId: input.serviceId ?? ctx.by.actor.id }),
    ),
  revoke: procedure
    .input(RevokeToken)
    .output(Receipt)
    .mutation(({ ctx, input }) => revokeApiToken(ctx.by, input)),
});
