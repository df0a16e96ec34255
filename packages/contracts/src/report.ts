import * as z from 'zod/mini';
import { limits } from './limits.ts';
import {
  Digest,
  Id,
  Instant,
  ModelKey,
  PersonRef,
  Prose,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { EventGroup } from './report-events.ts';

/** What a report answers; each is a definition over the same machinery. */
export const reportKinds = [
  'record',
  'inventory',
  'exceptions',
  'findings',
  'separation',
  'access',
  'recall',
] as const;
/** Kinds that are asked for by models and a time; a recall is reported from its board. */
export const generalReportKinds = reportKinds.filter((kind) => kind !== 'recall');
export const ReportKind = z.enum(reportKinds);
export type ReportKind = z.infer<typeof ReportKind>;

export const fileFormats = ['json', 'csv', 'pdf'] as const;
export const FileFormat = z.enum(fileFormats);
export type FileFormat = z.infer<typeof FileFormat>;

export const reportStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** A calendar day, `2026-11-21`. */
export const Day = z.string().check(z.regex(/^(?!0000)\d{4}-\d\d-\d\d$/));
/** Whole days, both included, in a zone of the IANA time zone database. */
export const ReportPeriod = z.object({
  from: Day,
  to: Day,
  zone: z.string().check(z.minLength(1), z.maxLength(64)),
});
export type ReportPeriod = z.infer<typeof ReportPeriod>;

const VersionName = z.object({ model: ModelKey, version: VersionLabel });

/** A customer, or a case, by the reference that callers sent. It is looked up by its keyed hash and not kept. */
export const CustomerReference = z.object({
  kind: z.enum(['business', 'subject']),
  reference: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Becomes part of the record: every look-up is an entry. */
  reason: Prose(2_000),
});

/** What is asked for. Whatever is left out is not narrowed: without models all of them, without a period all of the ledger. */
export const RequestReport = z.object({
  kind: ReportKind,
  models: z.optional(z.array(ModelKey).check(z.minLength(1), z.maxLength(limits.reportModels))),
  versions: z.optional(z.array(VersionName).check(z.minLength(1), z.maxLength(limits.reportModels))),
  people: z.optional(z.array(Id).check(z.minLength(1), z.maxLength(limits.reportModels))),
  period: z.optional(ReportPeriod),
  events: z.optional(z.array(EventGroup).check(z.minLength(1), z.maxLength(20))),
  /** One prediction, by our id. */
  prediction: z.optional(Id),
  customer: z.optional(CustomerReference),
  /** Rule sets by key: where the report holds records that bear on their rules. */
  ruleSets: z.optional(z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(10))),
  /** Of an inventory: the end of a day in `zone`, or a moment; without it now. */
  asOf: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  /** Of a report of one recall: which. */
  recall: z.optional(Id),
  /** The zone of the times on paper, where no period names one. */
  zone: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
});
export type RequestReport = z.infer<typeof RequestReport>;

/** What was asked, as it is kept and as its digest is over: no reference, no reason. */
export const ReportDefinition = z.object({
  kind: ReportKind,
  models: z.nullable(z.array(z.string())),
  versions: z.nullable(z.array(VersionName)),
  people: z.nullable(z.array(Id)),
  period: z.nullable(z.extend(ReportPeriod, { start: Instant, end: Instant })),
  events: z.nullable(z.array(EventGroup)),
  prediction: z.nullable(Id),
  /** Keyed hashes, lower-case hex: one, or of a case one for each model. */
  customer: z.nullable(z.object({ kind: z.enum(['business', 'subject']), hashes: z.array(z.string()) })),
  /** Only where any were asked for. */
  ruleSets: z.optional(z.array(z.string())),
  /** Of an inventory alone: the moment that it tells of, and the day whose end that is, where one was asked for. */
  asOf: z.optional(z.object({ day: z.nullable(Day), moment: Instant })),
  /** Of a recall alone. */
  recall: z.optional(Id),
  zone: z.string(),
});
export type ReportDefinition = z.infer<typeof ReportDefinition>;

export const ReportRow = z.object({
  id: Id,
  serial: z.string(),
  kind: ReportKind,
  /** What it is about, in a few words. */
  about: z.string(),
  definition: ReportDefinition,
  definitionDigest: Digest,
  by: PersonRef,
  askedAt: Instant,
  state: z.enum(reportStates),
  /** What is being made, and how far: rows done of rows in all; zeros while it is not known. */
  step: z.nullable(z.enum(['collecting', ...fileFormats])),
  done: z.int(),
  total: z.int(),
  /** Why it failed, as a sentence. */
  problem: z.nullable(z.string()),
  finishedAt: z.nullable(Instant),
  /** Size of the ledger that it was made against. */
  ledgerSize: z.nullable(z.int()),
  /** Entries that it speaks of. */
  entries: z.nullable(z.int()),
  files: z.array(z.object({ format: FileFormat, digest: Digest, bytes: z.int() })),
  /** Number of the entry that holds the digests of its files. */
  number: z.nullable(z.int()),
  mayCancel: z.boolean(),
});
export type ReportRow = z.infer<typeof ReportRow>;
export const ReportPage = pageOf(ReportRow);

export const ReportRequested = z.object({ id: Id, serial: z.string(), receipt: Receipt });
export type ReportRequested = z.infer<typeof ReportRequested>;
export const ReportAddress = z.object({ id: Id });
