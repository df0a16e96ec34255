import {
  ChangeConsumer,
  Consumer,
  ConsumerAddress,
  ConsumerFilter,
  ConsumerPageOf,
  ConsumerRegistered,
  DeclareUse,
  EndUse,
  HandOverConsumer,
  Receipt,
  RegisterConsumer,
  RetireConsumer,
  UseDeclared,
  VersionCompatibility,
  VersionConsumerFilter,
  VersionConsumers,
} from '@countersign/contracts';
import {
  changeConsumer,
  declareUse,
  endUse,
  handOverConsumer,
  listConsumers,
  listVersionConsumers,
  readCompatibility,
  readConsumer,
  registerConsumer,
  retireConsumer,
} from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const consumerRouter = router({
  list: procedure
    .input(ConsumerFilter)
    .output(ConsumerPageOf)
    .query(({ ctx, input }) => listConsumers(ctx.by, input)),
  read: procedure
    .input(ConsumerAddress)
    .output(Consumer)
    .query(({ ctx, input }) => readConsumer(ctx.by, input)),
  register: procedure
    .input(RegisterConsumer)
    .output(ConsumerRegistered)
    .mutation(({ ctx, input }) => registerConsumer(ctx.by, input)),
  change: procedure
    .input(ChangeConsumer)
    .output(Receipt)
    .mutation(({ ctx, input }) => changeConsumer(ctx.by, input)),
  handOver: procedure
    .input(HandOverConsumer)
    .output(Receipt)
    .mutation(({ ctx, input }) => handOverConsumer(ctx.by, input)),
  retire: procedure
    .input(RetireConsumer)
    .output(Receipt)
    .mutation(({ ctx, input }) => retireConsumer(ctx.by, input)),
  declareUse: procedure
    .input(DeclareUse)
    .output(UseDeclared)
    .mutation(({ ctx, input }) => declareUse(ctx.by, input)),
  endUse: procedure
    .input(EndUse)
    .output(Receipt)
    .mutation(({ ctx, input }) => endUse(ctx.by, input)),
  ofVersion: procedure
    .input(VersionConsumerFilter)
    .output(VersionConsumers)
    .query(({ ctx, input }) => listVersionConsumers(ctx.by, input)),
  compatibility: procedure
    .input(VersionConsumerFilter)
    .output(VersionCompatibility)
    .query(({ ctx, input }) => readCompatibility(ctx.by, input)),
});
