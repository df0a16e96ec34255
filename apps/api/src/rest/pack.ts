import { ExportPack, PackExported } from '@countersign/contracts';
import { exportPack, fetchPack } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';
import { sendPack } from './send-pack.ts';

export const packRoutes = [
  route('POST /packs', {
    summary:
      'Records that an evidence pack of these entries and predictions is taken along, and says where it is fetched.',
    scope: 'read',
    json: ExportPack,
    status: 201,
    reply: PackExported,
    answer: (ctx, { json }) => exportPack(ctx, json),
  }),
  route('GET /packs/{id}', {
    summary: 'An exported evidence pack, as a ZIP that verifies offline.',
    scope: 'read',
    params: z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }),
    answer: async (ctx, { params }, _request, reply) => sendPack(await fetchPack(ctx, params), reply),
  }),
];
