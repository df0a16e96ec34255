import {
  AddAttachment,
  AttachmentAdded,
  AttachmentFilter,
  AttachmentPage,
  Receipt,
  WithdrawAttachment,
} from '@countersign/contracts';
import { addAttachment, listAttachments, withdrawAttachment } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const attachmentRouter = router({
  list: procedure
    .input(AttachmentFilter)
    .output(AttachmentPage)
    .query(({ ctx, input }) => listAttachments(ctx.by, input)),
  add: procedure
    .input(AddAttachment)
    .output(AttachmentAdded)
    .mutation(({ ctx, input }) => addAttachment(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawAttachment)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawAttachment(ctx.by, input)),
});
