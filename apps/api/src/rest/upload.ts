import { Digest, limits, Refusal } from '@countersign/contracts';
import { findUpload, storeUpload } from '@countersign/governance';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { route } from './route.ts';

const Named = z.object({ sha256: Digest });
const Uploaded = z.object({ sha256: Digest, size: z.int(), existed: z.boolean() });

export const uploadRoutes = [
  route('HEAD /uploads/{sha256}', {
    summary: 'Whether these bytes are there: 200, or 404.',
    scope: 'register',
    params: Named,
    async answer(ctx, { params }, _request, reply) {
      const found = await findUpload(ctx, params.sha256);
      return reply.code(found ? 200 : 404).send();
    },
  }),
  route('PUT /uploads/{sha256}', {
    summary:
      'Stores the bytes of a file before the version that names it is registered: 201, or 200 where they were there.',
    scope: 'register',
    params: Named,
    bytes: true,
    status: 201,
    reply: Uploaded,
    async answer(ctx, { params }, request, reply) {
      if (announcedSize(request) > limits.artifact) {
        throw new Refusal('TOO_LARGE', `A file has at most ${limits.artifact} bytes.`, {
          maxBytes: limits.artifact,
        });
      }
      const { digest, size, existed } = await storeUpload(ctx, {
        digest: params.sha256,
        stream: request.raw,
      });
      reply.code(existed ? 200 : 201);
      return { sha256: digest, size, existed };
    },
  }),
];

const announcedSize = ({ headers }: FastifyRequest) => Number(headers['content-length'] ?? 0);
