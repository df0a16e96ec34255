import type { Readable } from 'node:stream';
import { Refusal, type VersionAddress } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { ByteRange } from '../blob/blob-store.ts';
import type { Context } from '../context.ts';

export interface OpenedAttachment {
  readonly fileName: string;
  readonly digest: string;
  readonly size: number;
  /** Opens the bytes; a range is cut to what is there. */
  open(range?: ByteRange): Readable;
}

/**
 * The bytes of an attachment, a withdrawn one too, through the version that it belongs to, never by digest alone.
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export async function readAttachment(
  ctx: Context,
  address: VersionAddress & { readonly attachmentId: string },
): Promise<OpenedAttachment> {
  const scope = await requireInsight(ctx);
  const absent = (what: string) => new Refusal('NOT_FOUND', `There is no such ${what}.`, { ...address });
  const version = await ctx.db.version.findFirst({
    where: { label: address.version, model: { is: { key: address.model } } },
    select: { id: true, modelId: true },
  });
  if (!version) throw absent('version');
  requireModelIn(scope, version.modelId);
  const found = await ctx.db.attachment.findFirst({
    where: { id: address.attachmentId, versionId: version.id },
    select: { fileName: true, digest: true, bytes: true },
  });
  if (!found || !(await ctx.blobs.has(found.digest))) throw absent('attachment');
  const size = Number(found.bytes);
  return {
    fileName: found.fileName,
    digest: found.digest,
    size,
    open: (range) =>
      ctx.blobs.open(found.digest, range && { start: range.start, end: Math.min(range.end, size - 1) }),
  };
}
