import {
  GoalProposal,
  Id,
  OpenExpedited,
  OpenRequest,
  Receipt,
  VersionAddress,
  WithdrawRequest,
} from '@countersign/contracts';
import { openExpedited, openRequest, proposeGoal, withdrawRequest } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const Opened = z.object({ requestId: Id, receipt: Receipt });

export const requestRoutes = [
  route('POST /models/{model}/versions/{version}/requests', {
    summary:
      'Asks for a gate: review, approval, or go-live for an environment. Approval is asked for stated uses, a goal of metric thresholds, and until a day.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(OpenRequest, { model: true, version: true }),
    status: 201,
    reply: Opened,
    answer: (ctx, { params, json }) => openRequest(ctx, { ...params, ...json }),
  }),
  route('GET /models/{model}/versions/{version}/goal-proposal', {
    summary:
      'What a request for approval may start from: the goal that was approved before, and the last possible day.',
    scope: 'read',
    params: VersionAddress,
    reply: GoalProposal,
    answer: (ctx, { params }) => proposeGoal(ctx, params),
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
