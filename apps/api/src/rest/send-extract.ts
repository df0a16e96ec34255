import { Readable } from 'node:stream';
import type { ConsumerExtract } from '@countersign/governance';
import type { FastifyReply } from 'fastify';

/** A consumer's part of a re-scoring, with the digest of what is sent (RFC 9530). */
export const sendExtract = (
  { fileName, digest, pieces }: ConsumerExtract,
  reply: FastifyReply,
): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('repr-digest', `sha-256=:${Buffer.from(digest, 'hex').toString('base64')}:`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(Readable.from(pieces()));
