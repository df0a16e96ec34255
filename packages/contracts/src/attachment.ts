import * as z from 'zod/mini';
import { FilePath } from './manifest.ts';
import {
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  Prose,
  pageOf,
  Reason,
  Receipt,
  VersionLabel,
} from './primitives.ts';

export const attachmentKinds = [
  'validation-report',
  'model-documentation',
  'approval-minutes',
  'other',
] as const;
export const AttachmentKind = z.enum(attachmentKinds);
export type AttachmentKind = z.infer<typeof AttachmentKind>;

/** What an attachment may be, by its bytes, and how its name ends then. */
export const attachmentMedia = {
  'application/pdf': '.pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/json': '.json',
  'text/markdown': '.md',
} as const;
/** Endings of what people attach by hand; the others come with an import, which reads what they say. */
export const attachedByHand: readonly string[] = ['.pdf', '.docx'];
export const AttachmentMedia = z.enum(Object.keys(attachmentMedia) as (keyof typeof attachmentMedia)[]);
export type AttachmentMedia = z.infer<typeof AttachmentMedia>;

/** A name without a folder, as names of a version's files. */
const FileName = FilePath.check(
  z.maxLength(200),
  z.regex(/^[^/]+$/, 'the name of a file without its folder'),
);

const said = { kind: AttachmentKind, title: Line(200), fileName: FileName, digest: Digest };

/** Bytes that were uploaded to this version before, to stay beside it. */
export const AttachmentInput = z.object(said);
export const AddAttachment = z.object({ model: ModelKey, version: VersionLabel, ...said });
export type AddAttachment = z.infer<typeof AddAttachment>;

export const WithdrawAttachment = z.object({ attachmentId: Id, reason: Prose(2_000) });
export type WithdrawAttachment = z.infer<typeof WithdrawAttachment>;

export const AttachmentUploaded = z.object({ digest: Digest, bytes: z.int() });
export const AttachmentAdded = z.object({ attachmentId: Id, receipt: Receipt });

export const AttachmentFilter = z.extend(Page, { model: ModelKey, version: VersionLabel });
export type AttachmentFilter = z.infer<typeof AttachmentFilter>;

/** A number that a report states: its makers', and checked by nobody here. */
export const ClaimedFigure = z.object({ name: z.string(), value: z.union([z.number(), z.string()]) });
export type ClaimedFigure = z.infer<typeof ClaimedFigure>;

export const AttachmentRow = z.object({
  id: Id,
  version: VersionLabel,
  kind: AttachmentKind,
  title: z.string(),
  fileName: z.string(),
  mediaType: AttachmentMedia,
  /** Size of the file. */
  bytes: z.int(),
  digest: Digest,
  /** What it states, as it was read at import; none of what was attached by hand. */
  figures: z.array(ClaimedFigure),
  by: PersonRef,
  at: Instant,
  withdrawn: z.nullable(z.object({ by: PersonRef, at: Instant, reason: z.string() })),
});
export type AttachmentRow = z.infer<typeof AttachmentRow>;

/** Attachments of a version, the newest first, withdrawn ones among them. */
export const AttachmentPage = z.extend(pageOf(AttachmentRow), {
  /** Why this reader may neither attach nor withdraw; empty means that they may. */
  mayChange: z.array(Reason),
});
export type AttachmentPage = z.infer<typeof AttachmentPage>;
