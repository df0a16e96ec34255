import { FilePath, VersionAddress } from '@countersign/contracts';
import { type OpenedFile, readFile } from '@countersign/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { Flag } from './query.ts';
import { route } from './route.ts';

export const fileRoutes = [
  route('GET /models/{model}/versions/{version}/files/{path}', {
    summary:
      'The bytes of a file, to be saved; as text with preview=1 where it is a text. Ranges are answered.',
    scope: 'read',
    params: z.extend(VersionAddress, { path: FilePath }),
    query: z.object({ preview: z.optional(Flag) }),
    async answer(ctx, { params, query }, request, reply) {
      return sendFile(await readFile(ctx, params), query.preview === true, request, reply);
    },
  }),
];

/**
 * Files come from outside: they are sent as bytes to save or as plain text, never as something that a browser would
 * run, and under a policy that would let nothing run.
 */
function sendFile(
  file: OpenedFile,
  preview: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const asText = preview && file.preview !== null;
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  reply
    .type(asText ? 'text/plain; charset=utf-8' : 'application/octet-stream')
    .header('content-disposition', `${asText ? 'inline' : 'attachment'}; ${fileName(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-cache')
    .header('etag', `"${file.digest}"`)
    .header('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === `"${file.digest}"`) return reply.code(304).send();
  const range = rangeOf(request.headers.range, file.size);
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${file.size}`).send();
  if (!range) return reply.header('content-length', file.size).send(file.open());
  return reply
    .code(206)
    .header('content-length', range.end - range.start + 1)
    .header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
    .send(file.open(range));
}

/** RFC 6266: a plain name for old readers, the whole one in UTF-8. */
const fileName = (name: string) =>
  `filename="${name.replace(/[^A-Za-z0-9._ -]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;

/** One range of RFC 9110; anything else asks for the whole. */
function rangeOf(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'outside' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? 'outside' : { start, end };
}
