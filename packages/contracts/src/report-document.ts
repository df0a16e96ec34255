import * as z from 'zod/mini';
import { Digest, Id, Instant } from './primitives.ts';
import { ReportDefinition, ReportKind } from './report.ts';

/** Names the form of `report.json`; another form is another name. */
export const reportFormat = 'countersign.report/1';

/**
 * How a cell is meant: an instant is RFC 3339 UTC, a decimal and a digest are texts, an entry is its number in the ledger, notes
 * are texts that each name themselves.
 */
export const cellKinds = [
  'text',
  'notes',
  'instant',
  'day',
  'count',
  'decimal',
  'digest',
  'code',
  'entry',
  'flag',
] as const;
/** Where a column stands on paper: beside the others, in a line beneath them, or in the data alone. */
export const columnPlaces = ['beside', 'beneath', 'data'] as const;
export const ReportColumn = z.object({
  key: z.string(),
  title: z.string(),
  kind: z.enum(cellKinds),
  place: z.enum(columnPlaces),
});
export type ReportColumn = z.infer<typeof ReportColumn>;

export const ReportCell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type ReportCell = z.infer<typeof ReportCell>;
/** A row of a section, by the keys of its columns. */
export const ReportLine = z.record(z.string(), ReportCell);
export type ReportLine = z.infer<typeof ReportLine>;

/** `facts`: names and values; `rails`: the lifecycle of versions; `signatures`: manifests of signatures. */
export const sectionForms = ['table', 'facts', 'rails', 'signatures'] as const;
export const ReportSection = z.object({
  key: z.string(),
  title: z.string(),
  form: z.enum(sectionForms),
  /** What is to be known to read it; null where nothing is. */
  note: z.nullable(z.string()),
  columns: z.array(ReportColumn),
  /** Rows that it has. */
  count: z.int(),
});
export type ReportSection = z.infer<typeof ReportSection>;

export const ReportHead = z.object({
  format: z.literal(reportFormat),
  id: Id,
  serial: z.string(),
  kind: ReportKind,
  title: z.string(),
  /** What it is about: the line that a cover carries. */
  about: z.string(),
  /** What the report states, a sentence each. */
  statement: z.array(z.string()),
  /** True where nothing happened. */
  empty: z.boolean(),
  definition: ReportDefinition,
  definitionDigest: Digest,
  by: z.object({ id: z.string(), name: z.string() }),
  askedAt: Instant,
  madeAt: Instant,
  ledger: z.object({
    /** Entries before this number are what the report was made against. */
    size: z.int(),
    /** The signed note (C2SP tlog-checkpoint) of that size or the next one; null where none was signed yet. */
    checkpoint: z.nullable(z.string()),
    /** Numbers of the first and last entry that the report speaks of. */
    first: z.nullable(z.int()),
    last: z.nullable(z.int()),
  }),
  /** Names and values for the cover. */
  facts: z.array(z.object({ name: z.string(), value: z.string(), kind: z.enum(['text', 'digest']) })),
  sections: z.array(ReportSection),
});
export type ReportHead = z.infer<typeof ReportHead>;

/** `report.json` as a whole. Rows stand under the keys of their sections. */
export const ReportDocument = z.extend(ReportHead, {
  rows: z.record(z.string(), z.array(ReportLine)),
  /** What an evidence pack of the report has to hold: entries as ranges of their numbers, both ends included. */
  speaksOf: z.object({ entries: z.array(z.tuple([z.int(), z.int()])), predictions: z.array(Id) }),
});
export type ReportDocument = z.infer<typeof ReportDocument>;
