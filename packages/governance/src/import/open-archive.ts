import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { importLimits, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type Archive, ArchiveFiles, tooMuch } from './archive-entry.ts';
import { isTar, readTar } from './read-tar.ts';
import { isZip, readZip } from './read-zip.ts';
import { refuseImport } from './refuse-import.ts';

const unzip = promisify(gunzip);

/** A single file that was sent alone is an archive of itself. */
async function unpackBytes(bytes: Buffer, fileName: string): Promise<Archive> {
  if (isZip(bytes)) return readZip(bytes);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readTar(tarIn(await unpackGzip(bytes)));
  if (isTar(bytes)) return readTar(bytes);
  const files = new ArchiveFiles();
  const path = files.admit(fileName.split(/[/\\]/).at(-1)!);
  if (path !== null) files.add(path, bytes);
  return files.done();
}

async function unpackGzip(bytes: Buffer): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: importLimits.unpacked });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooMuch();
    throw refuseImport('The archive', '', 'is gzipped and broken or cut');
  }
}

function tarIn(bytes: Buffer): Buffer {
  if (isTar(bytes)) return bytes;
  throw refuseImport('The archive', '', 'is gzipped and holds no TAR');
}

/** One at a time: what is unpacked stands in memory. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Unpacks what was uploaded, gives it to `read`, and lets go of it. @throws Refusal UPLOAD_MISSING, TOO_LARGE, IMPORT_REFUSED
 */
export async function openArchive<Read>(
  ctx: Context,
  { digest, fileName }: { readonly digest: string; readonly fileName: string },
  read: (archive: Archive) => Promise<Read>,
): Promise<Read> {
  const size = await ctx.blobs.size(digest);
  if (size === null)
    throw new Refusal('UPLOAD_MISSING', 'Upload the archive first, then import it.', { missing: [digest] });
  if (size > importLimits.archive)
    throw new Refusal('TOO_LARGE', `An import has at most ${importLimits.archive} bytes.`, {
      maxBytes: importLimits.archive,
    });
  const mine = turn.then(async () =>
    read(await unpackBytes(await readFile(ctx.blobs.pathOf(digest)), fileName)),
  );
  turn = mine.catch(() => {});
  return mine;
}
