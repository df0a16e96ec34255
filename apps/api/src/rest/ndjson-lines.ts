import { limits, Refusal } from '@countersign/contracts';
import { readLines } from '@countersign/governance';

/** The lines of a body, which may be larger than the memory but not than the limit. @throws Refusal TOO_LARGE */
export const ndjsonLines = (body: AsyncIterable<Uint8Array>): AsyncIterable<string | null> =>
  readLines(limited(body));

async function* limited(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limits.ndjsonBody) {
      throw new Refusal(
        'TOO_LARGE',
        `A body has at most ${limits.ndjsonBody} bytes: send the lines in parts.`,
        {
          maxBytes: limits.ndjsonBody,
        },
      );
    }
    yield chunk;
  }
}
