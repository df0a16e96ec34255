import type { Readable } from 'node:stream';
import { type FileFormat, Refusal } from '@countersign/contracts';
import type { ByteRange } from '../blob/blob-store.ts';
import type { Context } from '../context.ts';
import { findReport } from './find-report.ts';
import { serialText } from './report-row.ts';

export interface OpenedReportFile {
  readonly name: string;
  readonly digest: string;
  readonly size: number;
  /** Opens the bytes; a range is cut to what is there. */
  open(range?: ByteRange): Readable;
}

/** The bytes of a finished file, through its report, never by digest alone. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readReportFile(
  ctx: Context,
  { id, format }: { id: string; format: FileFormat },
): Promise<OpenedReportFile> {
  const row = await findReport(ctx, id);
  const file = row.state === 'done' ? row.files.find((found) => found.format === format) : undefined;
  if (!file || !(await ctx.blobs.has(file.digest)))
    throw new Refusal('NOT_FOUND', 'This report has no such file.', { id, format });
  const size = Number(file.bytes);
  return {
    name: `${serialText(row.serial, row.asked_at)}.${format}`,
    digest: file.digest,
    size,
    open: (range) =>
      ctx.blobs.open(file.digest, range && { start: range.start, end: Math.min(range.end, size - 1) }),
  };
}
