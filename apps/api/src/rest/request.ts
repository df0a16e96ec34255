import {
  Id,
  OpenExpedited,
  OpenRequest,
  Receipt,
  VersionAddress,
  WithdrawRequest,
} from '@countersign/contracts';
import { openExpedited, openRequest, withdrawRequest } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const Opened = z.object({ requestId: Id, receipt: Receipt });

export const requestRoutes = [
  route('POST /models/{model}/versions/{version}/requests', {
    summary: 'Asks for a gate: review, approval, or go-live for an environment.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(OpenRequest, { model: true, version: true }),
    status: 201,
    reply: Opened,
    answer: (ctx, { params, json }) => openRequest(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/versions/{version}/requests/expedited', {
    summary: 'Asks for the one signature under which a forward fix may be deployed for an incident.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(OpenExpedited, { model: true, version: true }),
    status: 201,
    reply: Opened,
    answer: (ctx, { params, json }) => openExpedited(ctx, { ...params, ...json }),
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
