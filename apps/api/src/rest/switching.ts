import {
  AnnounceSwitch,
  Id,
  Receipt,
  SwitchAnnounced,
  SwitchesPage,
  VersionAddress,
  WithdrawSwitch,
} from '@countersign/contracts';
import { announceSwitch, readSwitches, withdrawSwitch } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const switchingRoutes = [
  route('GET /models/{model}/versions/{version}/switches', {
    summary:
      'Switches to a version that its consumers were told of, with what they said, and where one could be announced.',
    scope: 'read',
    params: VersionAddress,
    reply: SwitchesPage,
    answer: (ctx, { params }) => readSwitches(ctx, params),
  }),
  route('POST /models/{model}/versions/{version}/switches', {
    summary:
      'Tells the consumers of the champion that this version takes its place: from when on, what breaks, and their own recent calls re-scored.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(AnnounceSwitch, { model: true, version: true }),
    status: 201,
    reply: SwitchAnnounced,
    answer: (ctx, { params, json }) => announceSwitch(ctx, { ...params, ...json }),
  }),
  route('POST /switches/{switchId}/withdrawal', {
    summary: 'Takes the announcement of a switch back.',
    scope: 'operate',
    params: z.object({ switchId: Id }),
    json: z.omit(WithdrawSwitch, { switchId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => withdrawSwitch(ctx, { ...params, ...json }),
  }),
];
