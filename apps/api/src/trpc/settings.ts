import { ChangePassword, Receipt } from '@countersign/contracts';
import { changePassword } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

/** What belongs to the person who asks, whatever their roles. */
export const settingsRouter = router({
  changePassword: procedure
    .input(ChangePassword)
    .output(Receipt)
    .mutation(async ({ ctx, input }) => {
      const { actor } = ctx.by;
      const succeeded = ctx.visit.countAttempt(actor.kind === 'person' ? actor.email : undefined);
      const receipt = await changePassword(ctx.by, input);
      succeeded();
      return receipt;
    }),
});
