import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** A table that is sent while it is read, to be saved. */
export const sendPieces = (
  { fileName, pieces }: { readonly fileName: string; pieces(): AsyncIterable<string> },
  reply: FastifyReply,
): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(Readable.from(pieces()));
