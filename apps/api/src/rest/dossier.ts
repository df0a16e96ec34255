import {
  AddErratum,
  AmendVersion,
  DeprecateVersion,
  Receipt,
  StageName,
  VersionAddress,
} from '@countersign/contracts';
import { addErratum, amendVersion, deprecateVersion } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const address = { model: true, version: true } as const;

/** What may still change about a version's dossier, and its end. */
export const dossierRoutes = [
  route('POST /models/{model}/versions/{version}/amendments', {
    summary:
      'Makes a new revision. Claimed metrics and dataset references are substance and void earlier sign-offs; prose asks for re-endorsement.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(AmendVersion, address),
    reply: z.object({ revision: z.int(), stage: StageName, receipt: Receipt }),
    answer: (ctx, { params, json }) => amendVersion(ctx, { ...json, ...params }),
  }),
  route('POST /models/{model}/versions/{version}/errata', {
    summary: 'Adds a dated correction beside the dossier of a version that may no longer be amended.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(AddErratum, address),
    reply: Receipt,
    answer: (ctx, { params, json }) => addErratum(ctx, { ...json, ...params }),
  }),
  route('POST /models/{model}/versions/{version}/deprecation', {
    summary: 'Ends a version for good, with a reason, perhaps a successor and a sunset date.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(DeprecateVersion, address),
    reply: Receipt,
    answer: (ctx, { params, json }) => deprecateVersion(ctx, { ...json, ...params }),
  }),
];
