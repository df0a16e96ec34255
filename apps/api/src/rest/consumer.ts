import {
  ChangeConsumer,
  Consumer,
  ConsumerAddress,
  ConsumerDeclaration,
  ConsumerDeclared,
  ConsumerFilter,
  ConsumerPageOf,
  ConsumerRegistered,
  EndUse,
  Heartbeats,
  HeartbeatsRecorded,
  Receipt,
  RegisterConsumer,
  RetireConsumer,
  UseBody,
  UseDeclared,
  VersionAddress,
  VersionCompatibility,
  VersionConsumers,
} from '@countersign/contracts';
import {
  applyDeclaration,
  changeConsumer,
  declareUse,
  endUse,
  listConsumers,
  listVersionConsumers,
  readCompatibility,
  readConsumer,
  recordHeartbeats,
  registerConsumer,
  retireConsumer,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const address = ConsumerAddress;

export const consumerRoutes = [
  route('GET /consumers', {
    summary: 'Who uses predictions: registered consumers, and names that predict without. By name.',
    scope: 'read',
    query: z.extend(ConsumerFilter, PageQuery.shape),
    reply: ConsumerPageOf,
    answer: (ctx, { query }) => listConsumers(ctx, query),
  }),
  route('POST /consumers', {
    summary: 'Registers a consumer under the name that it predicts under.',
    scope: 'predict',
    json: RegisterConsumer,
    reply: ConsumerRegistered,
    status: 201,
    answer: (ctx, { json }) => registerConsumer(ctx, json),
  }),
  route('PUT /consumers', {
    summary:
      'Brings a consumer to what a countersign.json says: registers or changes it, declares what is new, ends what the file no longer names.',
    scope: 'predict',
    json: ConsumerDeclaration,
    reply: ConsumerDeclared,
    answer: (ctx, { json }) => applyDeclaration(ctx, json),
  }),
  route('GET /consumers/{consumer}', {
    summary: 'One consumer: who answers for it, what it uses, what it called by version.',
    scope: 'read',
    params: address,
    reply: Consumer,
    answer: (ctx, { params }) => readConsumer(ctx, params),
  }),
  route('PUT /consumers/{consumer}', {
    summary: 'Changes what is known of a consumer, or which account answers for it.',
    scope: 'predict',
    params: address,
    json: z.omit(ChangeConsumer, { consumer: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => changeConsumer(ctx, { ...json, ...params }),
  }),
  route('POST /consumers/{consumer}/retirement', {
    summary: 'Retires a consumer: it uses nothing any more, and its uses end.',
    scope: 'predict',
    params: address,
    json: z.omit(RetireConsumer, { consumer: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => retireConsumer(ctx, { ...params, ...json }),
  }),
  route('POST /consumers/{consumer}/uses', {
    summary: 'Declares a use: of whatever answers in an environment, or of the versions from one to another.',
    scope: 'predict',
    params: address,
    json: UseBody,
    reply: UseDeclared,
    status: 201,
    answer: (ctx, { params, json }) => declareUse(ctx, { ...json, ...params }),
  }),
  route('POST /consumer-uses/{useId}/end', {
    summary: 'Ends a declared use.',
    scope: 'predict',
    params: EndUse,
    reply: Receipt,
    answer: (ctx, { params }) => endUse(ctx, params),
  }),
  route('POST /consumers/{consumer}/heartbeats', {
    summary:
      'What a consumer did outside of the portal, by version: calls, errors, latency, when. Send it with an Idempotency-Key.',
    scope: 'predict',
    params: address,
    json: Heartbeats,
    reply: HeartbeatsRecorded,
    answer: (ctx, { params, json }) => recordHeartbeats(ctx, { ...params, ...json }),
  }),
  route('GET /models/{model}/versions/{version}/consumers', {
    summary: 'Whom a version concerns: declared uses that cover it, and who called it.',
    scope: 'read',
    params: VersionAddress,
    query: PageQuery,
    reply: VersionConsumers,
    answer: (ctx, { params, query }) => listVersionConsumers(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/versions/{version}/compatibility', {
    summary: 'What going to this version would break, for each consumer that uses another one now.',
    scope: 'read',
    params: VersionAddress,
    query: PageQuery,
    reply: VersionCompatibility,
    answer: (ctx, { params, query }) => readCompatibility(ctx, { ...params, ...query }),
  }),
];
