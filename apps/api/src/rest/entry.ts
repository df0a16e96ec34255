import { EntryDetail, EntryFilter, EntryRow, pageOf } from '@countersign/contracts';
import { listEntries, readEntry, readProofFile } from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag, PageQuery } from './query.ts';
import { route } from './route.ts';

export const entryRoutes = [
  route('GET /entries', {
    summary: 'Entries of the ledger, newest first.',
    scope: 'read',
    query: z.extend(z.omit(EntryFilter, { limit: true, after: true, refused: true }), {
      ...PageQuery.shape,
      refused: z.optional(Flag),
    }),
    reply: pageOf(EntryRow),
    answer: (ctx, { query }) => listEntries(ctx, query),
  }),
  route('GET /entries/{id}', {
    summary: 'One entry with its canonical body and its records.',
    scope: 'read',
    params: z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }),
    reply: EntryDetail,
    answer: (ctx, { params }) => readEntry(ctx, params),
  }),
  route('GET /entries/{id}/proof', {
    summary: 'Proof of one entry in the newest checkpoint, as a C2SP tlog-proof file.',
    scope: 'read',
    params: z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }),
    answer: async (ctx, { params }, _request, reply) =>
      reply.type('text/plain; charset=utf-8').send(await readProofFile(ctx, params)),
  }),
  route('GET /entries/by-number/{number}', {
    summary: 'One entry by its number in the ledger.',
    scope: 'read',
    params: z.object({ number: z.coerce.number().check(z.int(), z.minimum(0)) }),
    reply: EntryDetail,
    answer: (ctx, { params }) => readEntry(ctx, params),
  }),
];
