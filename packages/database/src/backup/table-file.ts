import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** A row as PostgreSQL writes each of its columns as text; null where a column is. */
export type TextRow = readonly (string | null)[];

/** Writes rows as gzipped lines of JSON, to the disk. Memory stays bounded. @returns rows, and hex SHA-256 of the file */
export async function writeRows(
  file: string,
  rows: AsyncIterable<TextRow>,
): Promise<{ rows: number; sha256: string }> {
  let count = 0;
  const hash = createHash('sha256');
  async function* lines() {
    for await (const row of rows) {
      count += 1;
      yield `${JSON.stringify(row)}\n`;
    }
  }
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(
    Readable.from(lines()),
    createGzip({ level: 3 }),
    hashing,
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { rows: count, sha256: hash.digest('hex') };
}

/** @throws Error where the file is not as it was written */
export async function* readRows(file: string): AsyncGenerator<TextRow> {
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY }))
    yield JSON.parse(line) as TextRow;
}
