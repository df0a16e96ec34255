import { Refusal, type SampleFile } from '@countersign/contracts';
import type { Context } from '../context.ts';
import type { OpenedReportFile } from '../report/read-report-file.ts';
import { findSample } from './find-sample.ts';
import { sampleSerial } from './sample-row.ts';

/** The population as it was frozen, or the ZIP with the packs. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readSampleFile(
  ctx: Context,
  { id, file }: { id: string; file: SampleFile },
): Promise<OpenedReportFile> {
  const row = await findSample(ctx, id);
  const isArchive = file === 'archive';
  const digest = isArchive ? row.archive_digest : row.population_digest;
  const size = Number(isArchive ? row.archive_bytes : row.population_bytes);
  if (!digest || !(await ctx.blobs.has(digest)))
    throw new Refusal('NOT_FOUND', 'This sample has no such file.', { id, file });
  const serial = sampleSerial(row.serial, row.frozen_at);
  return {
    name: isArchive ? `${serial}.zip` : `${serial}-population.txt`,
    digest,
    size,
    open: (range) =>
      ctx.blobs.open(digest, range && { start: range.start, end: Math.min(range.end, size - 1) }),
  };
}
