import { buffer } from 'node:stream/consumers';
import { fileFormats, Refusal, type ReportDocument } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { closedEntries } from '../pack/asked-pack.ts';
import { preparePack } from '../pack/write-pack.ts';
import { findReport } from './find-report.ts';
import { serialText } from './report-row.ts';

/** Report files of a pack are held in memory while it is written. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The evidence pack of a report: its files, the entry that vouches for them, every entry and prediction that it speaks of, and
 * their proofs. Of entries from beyond an auditor's time the hash alone travels. It is made anew whenever it is fetched. Everything that can be refused is refused here.
 * @throws Refusal NOT_FOUND also while the report's own entry waits for a checkpoint, FORBIDDEN, TOO_LARGE
 */
export async function readReportPack(ctx: Context, { id }: { id: string }) {
  const row = await findReport(ctx, id);
  if (row.state !== 'done' || row.entry_number === null)
    throw new Refusal('NOT_FOUND', 'The report is not made yet. Ask again in a moment.', {
      state: row.state,
    });
  if (row.files.reduce((sum, { bytes }) => sum + bytes, 0) > mostBytes)
    throw new Refusal('TOO_LARGE', 'This report is too large for one pack: choose a shorter period.', {
      maxBytes: mostBytes,
    });
  const number = Number(row.entry_number);
  const files = new Map<string, Buffer>();
  for (const { format, digest } of row.files) files.set(format, await buffer(ctx.blobs.open(digest)));
  const { entries, predictions } = speaksOf(files.get('json')!);
  const pack = await preparePack(ctx, {
    entries,
    predictions,
    reportFiles: fileFormats.flatMap((format) => {
      const bytes = files.get(format);
      return bytes ? [{ name: `report.${format}` as const, bytes }] : [];
    }),
    statedBy: number,
    leaveOut: { entries: await closedEntries(ctx, entries) },
    kept: row.ledger_size === null ? [] : [Number(row.ledger_size)],
  });
  return { ...pack, name: `${serialText(row.serial, row.asked_at)}.zip` };
}

/** The last line of `report.json`; the rows before it need not be read for it. */
function speaksOf(json: Buffer): ReportDocument['speaksOf'] {
  const at = json.lastIndexOf('\n},"speaksOf":');
  return (JSON.parse(`{${json.subarray(at + 3).toString('utf8')}`) as ReportDocument).speaksOf;
}
