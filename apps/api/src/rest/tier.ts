import { ModelKey, ProposeTier, TierPage, TierProposed } from '@countersign/contracts';
import { proposeTier, readTier } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const tierRoutes = [
  route('GET /models/{model}/tier', {
    summary: 'The risk tier of a model: the answers behind it, who signed them, what waits.',
    scope: 'read',
    params: OneModel,
    reply: TierPage,
    answer: (ctx, { params }) => readTier(ctx, params),
  }),
  route('POST /models/{model}/tier', {
    summary: 'Proposes a tier by answers to the questionnaire. Somebody else signs it, in the portal.',
    scope: 'register',
    params: OneModel,
    json: z.omit(ProposeTier, { model: true }),
    status: 201,
    reply: TierProposed,
    answer: (ctx, { params, json }) => proposeTier(ctx, { ...params, ...json }),
  }),
];
