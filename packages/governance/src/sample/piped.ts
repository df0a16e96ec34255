import { PassThrough, type Readable } from 'node:stream';

/** What somebody writes piece by piece as a stream that somebody else reads; whoever stops reading ends the writing. */
export function piped(write: (sink: (bytes: Uint8Array) => Promise<void>) => Promise<unknown>): Readable {
  const stream = new PassThrough();
  const sink = async (bytes: Uint8Array) => {
    if (stream.destroyed) throw new Error('nobody reads any more');
    // The writer may use its bytes again.
    if (!stream.write(Buffer.from(bytes))) await drained(stream);
  };
  write(sink).then(
    () => stream.end(),
    (error: Error) => stream.destroy(error),
  );
  return stream;
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
