import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';

interface PreparedPack {
  readonly name: string;
  write(sink: (bytes: Uint8Array) => Promise<void>): Promise<void>;
}

/** Sends a pack while it is written. What fails midway leaves a ZIP without its end, which no reader takes. */
export function sendPack(pack: PreparedPack, reply: FastifyReply): FastifyReply {
  const stream = new PassThrough();
  // Whoever stops reading ends the writing.
  const write = async (bytes: Uint8Array) => {
    if (stream.destroyed) throw new Error('the reader has gone');
    if (!stream.write(Buffer.from(bytes))) await drained(stream);
  };
  pack.write(write).then(
    () => stream.end(),
    (error: Error) => stream.destroy(error),
  );
  return reply
    .type('application/zip')
    .header('content-disposition', `attachment; filename="${pack.name}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(stream);
}

const drained = (stream: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
