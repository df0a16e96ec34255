import { Id, OpenRequest, Receipt, VersionAddress, WithdrawRequest } from '@countersign/contracts';
import { openRequest, withdrawRequest } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const requestRoutes = [
  route('POST /models/{model}/versions/{version}/requests', {
    summary: 'Asks for a gate: review, approval, or go-live for an environment.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(OpenRequest, { model: true, version: true }),
    status: 201,
    reply: z.object({ requestId: Id, receipt: Receipt }),
    answer: (ctx, { params, json }) => openRequest(ctx, { ...params, ...json }),
  }),
  route('POST /requests/{requestId}/withdraw', {
    summary: 'Takes a request back.',
    scope: 'register',
    params: z.object({ requestId: Id }),
    json: z.omit(WithdrawRequest, { requestId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => withdrawRequest(ctx, { ...params, ...json }),
  }),
];
