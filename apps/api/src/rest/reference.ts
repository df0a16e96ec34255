import {
  Id,
  Receipt,
  ReferenceAdded,
  ReferenceInput,
  ReferenceList,
  VersionAddress,
  WithdrawReference,
} from '@countersign/contracts';
import { addReference, listReferences, withdrawReference } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const referenceRoutes = [
  route('GET /models/{model}/versions/{version}/references', {
    summary:
      'What a version is called elsewhere: change numbers, tickets, pull requests; withdrawn ones last.',
    scope: 'read',
    params: VersionAddress,
    reply: ReferenceList,
    answer: (ctx, { params }) => listReferences(ctx, params),
  }),
  route('POST /models/{model}/versions/{version}/references', {
    summary: 'Adds a reference. Its link is shown, never fetched.',
    scope: 'register',
    params: VersionAddress,
    json: ReferenceInput,
    status: 201,
    reply: ReferenceAdded,
    answer: (ctx, { params, json }) => addReference(ctx, { ...json, ...params }),
  }),
  route('POST /references/{referenceId}/withdraw', {
    summary:
      'Withdraws a reference, with a reason. A gate that requires its kind falls where it was the last one.',
    scope: 'register',
    params: z.object({ referenceId: Id }),
    json: z.omit(WithdrawReference, { referenceId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => withdrawReference(ctx, { ...json, ...params }),
  }),
];
