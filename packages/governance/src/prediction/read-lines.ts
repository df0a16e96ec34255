import { limits, Refusal } from '@countersign/contracts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The lines of an NDJSON body, empty ones included so that they can be counted. A line that is no UTF-8 comes as null.
 * Holds one line and one chunk at a time.
 * @throws Refusal TOO_LARGE for a line beyond the limit
 */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number = limits.ndjsonLine,
): AsyncGenerator<string | null> {
  let rest: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array) => {
    length += part.length;
    if (length > maxBytes)
      throw new Refusal('TOO_LARGE', `A line is longer than ${maxBytes} bytes.`, { maxBytes });
    rest.push(part);
  };
  const finish = (): string | null => {
    const line = rest.length === 1 ? rest[0]! : Buffer.concat(rest);
    rest = [];
    length = 0;
    return decode(line);
  };
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
