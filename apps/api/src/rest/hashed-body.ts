import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';

/** A streamed body whose digest is known once it has been read. */
export interface HashedBody {
  /** Hex SHA-256 over method, address and body; settles when the last byte was read, and fails where it was cut. */
  readonly digest: Promise<string>;
  /** Reads what nobody else has read. */
  drain(): Promise<void>;
}

const bodies = new WeakMap<FastifyRequest, AsyncIterable<Uint8Array>>();

/** The body of a streaming route, hashed on its way where that was asked for. */
export const bodyOf = (request: FastifyRequest): AsyncIterable<Uint8Array> =>
  bodies.get(request) ?? request.raw;

export function hashedBody(request: FastifyRequest, method: string): HashedBody {
  const hash = createHash('sha256').update(JSON.stringify([method, request.url]));
  const passed = new PassThrough();
  passed.on('data', () => {});
  passed.pause();
  const whole = pipeline(
    request.raw,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hash.update(chunk);
        yield chunk;
      }
    },
    passed,
  );
  const digest = whole.then(() => hash.digest('hex'));
  digest.catch(() => {});
  bodies.set(request, passed);
  return {
    digest,
    async drain() {
      passed.resume();
      await digest;
    },
  };
}
