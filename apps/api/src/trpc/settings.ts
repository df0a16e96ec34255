import { ChangePassword, Preferences, Receipt } from '@countersign/contracts';
import { changePassword, savePreferences } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

/** What belongs to the person who asks, whatever their roles. */
export const settingsRouter = router({
  savePreferences: procedure
    .input(Preferences)
    .output(Preferences)
    .mutation(({ ctx, input }) => savePreferences(ctx.by, input)),
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
