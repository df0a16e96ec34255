import type { Readable } from 'node:stream';
import type { ByteRange } from '@countersign/governance';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface SentFile {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
  open(range?: ByteRange): Readable;
}

/**
 * Files come from outside: they are sent as bytes to save or as plain text, never as something that a browser would
 * run, and under a policy that would let nothing run.
 */
export function sendFile(
  file: SentFile,
  asText: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply
    .type(asText ? 'text/plain; charset=utf-8' : 'application/octet-stream')
    .header('content-disposition', `${asText ? 'inline' : 'attachment'}; ${fileName(file.name)}`)
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
