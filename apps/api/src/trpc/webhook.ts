import {
  AllowedHosts,
  AllowHost,
  ChangeWebhook,
  Delivery,
  DeliveryAddress,
  DeliveryFilter,
  DeliveryPage,
  MakeWebhook,
  Receipt,
  ResumeWebhook,
  WebhookAddress,
  WebhookFilter,
  WebhookMade,
  WebhookPage,
  WebhookRow,
  WithdrawHost,
} from '@countersign/contracts';
import {
  allowHost,
  changeWebhook,
  findWebhook,
  listAllowedHosts,
  listDeliveries,
  listWebhooks,
  makeWebhook,
  pauseWebhook,
  readDelivery,
  removeWebhook,
  replaceWebhookSecret,
  resendDelivery,
  resumeWebhook,
  testWebhook,
  withdrawHost,
} from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const webhookRouter = router({
  list: procedure
    .input(WebhookFilter)
    .output(WebhookPage)
    .query(({ ctx, input }) => listWebhooks(ctx.by, input)),
  read: procedure
    .input(WebhookAddress)
    .output(WebhookRow)
    .query(({ ctx, input }) => findWebhook(ctx.by, input)),
  make: procedure
    .input(MakeWebhook)
    .output(WebhookMade)
    .mutation(({ ctx, input }) => makeWebhook(ctx.by, input)),
  change: procedure
    .input(ChangeWebhook)
    .output(Receipt)
    .mutation(({ ctx, input }) => changeWebhook(ctx.by, input)),
  replaceSecret: procedure
    .input(WebhookAddress)
    .output(WebhookMade)
    .mutation(({ ctx, input }) => replaceWebhookSecret(ctx.by, input)),
  pause: procedure
    .input(WebhookAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => pauseWebhook(ctx.by, input)),
  resume: procedure
    .input(ResumeWebhook)
    .output(Receipt)
    .mutation(({ ctx, input }) => resumeWebhook(ctx.by, input)),
  remove: procedure
    .input(WebhookAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => removeWebhook(ctx.by, input)),
  test: procedure
    .input(WebhookAddress)
    .output(Delivery)
    .mutation(({ ctx, input }) => testWebhook(ctx.by, input)),
  deliveries: procedure
    .input(DeliveryFilter)
    .output(DeliveryPage)
    .query(({ ctx, input }) => listDeliveries(ctx.by, input)),
  delivery: procedure
    .input(DeliveryAddress)
    .output(Delivery)
    .query(({ ctx, input }) => readDelivery(ctx.by, input)),
  resend: procedure
    .input(DeliveryAddress)
    .output(Delivery)
    .mutation(({ ctx, input }) => resendDelivery(ctx.by, input)),
  hosts: procedure.output(AllowedHosts).query(({ ctx }) => listAllowedHosts(ctx.by)),
  allowHost: procedure
    .input(AllowHost)
    .output(Receipt)
    .mutation(({ ctx, input }) => allowHost(ctx.by, input)),
  withdrawHost: procedure
    .input(WithdrawHost)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawHost(ctx.by, input)),
});
