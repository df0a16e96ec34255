import type { RescoredRow } from '@countersign/contracts';
import { type CsvCell, csvLines } from '../csv-text.ts';

export const rescoredHead = [
  'prediction',
  'caller id',
  'consumer',
  'answered at',
  'version',
  'fixed version',
  're-scored',
  'why not',
  'flipped',
  'old decision',
  'new decision',
  'old outputs',
  'new outputs',
  'known truth',
  'old error',
  'new error',
  'corrected inputs',
] as const;

const outputsText = (side: RescoredRow['old']): string | null =>
  side?.outputs.map(({ output, text }) => `${output}=${text}`).join('; ') ?? null;

const yesNo = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');

const cellsOf = (row: RescoredRow, fixed: string): CsvCell[] => [
  row.predictionId,
  row.callerId,
  row.consumer,
  row.answeredAt,
  row.version,
  fixed,
  row.state === 'outside' ? 'not affected' : yesNo(row.state === 'rescored'),
  row.gone ? 'what was said has been erased or removed since' : row.because,
  yesNo(row.flipped),
  row.old?.decision ?? null,
  row.new?.decision ?? null,
  outputsText(row.old),
  outputsText(row.new),
  row.truth,
  row.old?.error ?? null,
  row.new?.error ?? null,
  row.corrected.map(({ field, sent, fed }) => `${field}: ${sent} → ${fed}`).join('; ') || null,
];

/** Rows as lines of CSV, without a head. */
export const csvOf = (rows: readonly RescoredRow[], fixed: string): string =>
  csvLines(rows.map((row) => cellsOf(row, fixed)));

export const csvHead = (): string => csvLines([[...rescoredHead]]);

/** Rows as NDJSON, a line each. */
export const ndjsonOf = (rows: readonly RescoredRow[], fixed: string): string =>
  rows.map((row) => `${JSON.stringify({ ...row, fixed })}\n`).join('');
