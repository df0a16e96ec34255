import { MailFilter, MailPage, MailSent, ResendMail, SendTestMail } from '@countersign/contracts';
import { listMails, resendMail, sendTestMail } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const mailRouter = router({
  list: procedure
    .input(MailFilter)
    .output(MailPage)
    .query(({ ctx, input }) => listMails(ctx.by, input)),
  sendTest: procedure
    .input(SendTestMail)
    .output(MailSent)
    .mutation(({ ctx, input }) => sendTestMail(ctx.by, input)),
  resend: procedure
    .input(ResendMail)
    .output(z.void())
    .mutation(({ ctx, input }) => resendMail(ctx.by, input)),
});
