import {
  MailboxChanged,
  MailboxLink,
  MailboxList,
  OfferMailboxLink,
  OpenLink,
  Receipt,
  RegisterMailbox,
  RemoveMailbox,
} from '@countersign/contracts';
import {
  confirmMailbox,
  listMailboxes,
  offerMailboxLink,
  openMailboxLink,
  registerMailbox,
  removeMailbox,
} from '@countersign/governance';
import { openProcedure, procedure, router } from './procedure.ts';

export const mailboxRouter = router({
  list: procedure.output(MailboxList).query(({ ctx }) => listMailboxes(ctx.by)),
  register: procedure
    .input(RegisterMailbox)
    .output(MailboxChanged)
    .mutation(({ ctx, input }) => registerMailbox(ctx.by, input)),
  offerLink: procedure
    .input(OfferMailboxLink)
    .output(MailboxChanged)
    .mutation(({ ctx, input }) => offerMailboxLink(ctx.by, input)),
  remove: procedure
    .input(RemoveMailbox)
    .output(MailboxChanged)
    .mutation(({ ctx, input }) => removeMailbox(ctx.by, input)),

  /** A change by its method, so that the secret travels in a body. Whoever reads the mailbox needs no account. */
  openLink: openProcedure
    .input(OpenLink)
    .output(MailboxLink)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const opened = await openMailboxLink(ctx.house, input);
      succeeded();
      return opened;
    }),
  confirm: openProcedure
    .input(OpenLink)
    .output(Receipt)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const receipt = await confirmMailbox(ctx.house, input);
      succeeded();
      return receipt;
    }),
});
