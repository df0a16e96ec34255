import type { ReportHead } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { readParts } from './report-document.ts';

/** The head of a `report.json` that is kept under this digest, without reading the rest. */
export async function headOf(ctx: Context, digest: string): Promise<ReportHead> {
  const source = ctx.blobs.open(digest);
  try {
    for await (const part of readParts(source)) if (part.part === 'head') return part.head;
  } finally {
    source.destroy();
  }
  throw new Error('the report is empty');
}
