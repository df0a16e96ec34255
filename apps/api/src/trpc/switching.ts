import {
  AnnounceSwitch,
  Receipt,
  SwitchAnnounced,
  SwitchesPage,
  VersionAddress,
  WithdrawSwitch,
} from '@countersign/contracts';
import { announceSwitch, readSwitches, withdrawSwitch } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const switchingRouter = router({
  read: procedure
    .input(VersionAddress)
    .output(SwitchesPage)
    .query(({ ctx, input }) => readSwitches(ctx.by, input)),
  announce: procedure
    .input(AnnounceSwitch)
    .output(SwitchAnnounced)
    .mutation(({ ctx, input }) => announceSwitch(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawSwitch)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawSwitch(ctx.by, input)),
});
