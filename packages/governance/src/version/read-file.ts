import type { Readable } from 'node:stream';
import { Refusal, type VersionAddress, type VersionFile } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { ByteRange } from '../blob/blob-store.ts';
import type { Context } from '../context.ts';
import { previewOf } from './file-preview.ts';

export interface OpenedFile extends VersionFile {
  /** Opens the bytes; a range is cut to what is there. */
  open(range?: ByteRange): Readable;
}

/**
 * A file of a version. Bytes are read through the version that owns them, never by digest alone.
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export async function readFile(
  ctx: Context,
  address: VersionAddress & { readonly path: string },
): Promise<OpenedFile> {
  const scope = await requireInsight(ctx);
  const absent = (what: string) => new Refusal('NOT_FOUND', `There is no such ${what}.`, { ...address });
  const version = await ctx.db.version.findFirst({
    where: { label: address.version, model: { key: address.model } },
    select: { id: true, modelId: true },
  });
  if (!version) throw absent('version');
  requireModelIn(scope, version.modelId);
  const file = await ctx.db.versionFile.findUnique({
    where: { versionId_path: { versionId: version.id, path: address.path } },
  });
  if (!file || !(await ctx.blobs.has(file.digest))) throw absent('file');
  const size = Number(file.size);
  return {
    path: file.path,
    kind: file.kind,
    digest: file.digest,
    size,
    preview: previewOf(file.path, size),
    open: (range) =>
      ctx.blobs.open(file.digest, range && { start: range.start, end: Math.min(range.end, size - 1) }),
  };
}
