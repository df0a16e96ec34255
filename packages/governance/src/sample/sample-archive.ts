import type { Readable } from 'node:stream';
import { ZipWriter } from '@countersign/ledger';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { packCrypto } from '../pack/pack-source.ts';
import { piped } from './piped.ts';

/** A file of the ZIP: text, or bytes that are kept by their digest. */
export type ArchivePart = { readonly path: string } & (
  | { readonly text: string }
  | { readonly digest: string; readonly size: number }
);

const sumsPath = 'SHA256SUMS';

/** The ZIP of a sample, stored and not packed, in the order given; `SHA256SUMS` of all of it comes last. */
export function archiveOf(ctx: Pick<Context, 'blobs'>, parts: readonly ArchivePart[]): Readable {
  return piped(async (sink) => {
    const zip = new ZipWriter(sink);
    const sums: string[] = [];
    for (const part of parts) {
      if ('text' in part) {
        const bytes = Buffer.from(part.text);
        sums.push(`${sha256Hex(bytes)}  ${part.path}\n`);
        await addText(zip, part.path, bytes);
      } else {
        sums.push(`${part.digest}  ${part.path}\n`);
        let crc = 0;
        for await (const bytes of ctx.blobs.open(part.digest)) crc = packCrypto.crc32(bytes as Buffer, crc);
        await zip.add({ path: part.path, size: part.size, crc }, ctx.blobs.open(part.digest));
      }
    }
    await addText(zip, sumsPath, Buffer.from(sums.join('')));
    await zip.end();
  });
}

const addText = (zip: ZipWriter, path: string, bytes: Buffer): Promise<void> =>
  zip.add({ path, size: bytes.length, crc: packCrypto.crc32(bytes, 0) }, [bytes]);
